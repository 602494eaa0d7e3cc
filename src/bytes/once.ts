/** What `make` makes, made when it is first asked for: most tables and expressions are of no use to most runs. */
export function once<T extends NonNullable<unknown>>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
