/** The function, asked once for each object, with whatever else it is given then: what it made is kept as long as the object is. */
export function oncePer<K extends object, V, Rest extends unknown[]>(
  make: (key: K, ...rest: Rest) => V,
): (key: K, ...rest: Rest) => V {
  const made = new WeakMap<K, { value: V }>();
  return (key, ...rest) => {
    let known = made.get(key);
    if (known === undefined) {
      known = { value: make(key, ...rest) };
      made.set(key, known);
    }
    return known.value;
  };
}

/** More are answered anew: hostile input has no end of texts. */
const MOST_REMEMBERED = 20_000;

/** The function, asked once for each of the first many texts: of names and paths the same few thousand come again and again. */
export function oncePerText<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    const answer = ask(text);
    if (known.size < MOST_REMEMBERED) known.set(text, answer);
    return answer;
  };
}
