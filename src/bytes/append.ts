/** Adds many items to a list. `push(...items)` fails for as many as a hostile file can make: each is an argument on the stack. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
