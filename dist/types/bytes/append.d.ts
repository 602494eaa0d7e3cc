/** Adds many items to a list. `push(...items)` fails for as many as a hostile file can make: each is an argument on the stack. */
export declare function append<T>(list: T[], items: Iterable<T>): void;
