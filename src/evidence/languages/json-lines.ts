/**
 * Where strings stand in a JSON text. A notebook's cells are lists of strings, one a line of the file as a rule;
 * JSON.parse does not say on which line, so this walks the text once beside it.
 */
export interface StringPlace {
  /** Keys and indexes from the root: `cells.3.source.0`. */
  path: (string | number)[];
  /** 1-based line of the raw text. */
  line: number;
}

/** Calls `found` for each string value whose path `wanted` accepts. The text must be valid JSON. */
export function stringPlaces(text: string, wanted: (path: (string | number)[]) => boolean): StringPlace[] {
  const places: StringPlace[] = [];
  const path: (string | number)[] = [];
  /** Of each open container: is it an object, and is a key expected next. */
  const open: { object: boolean; key: boolean }[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const inside = open.at(-1);
    if (code === 0x0a) line++;
    else if (code === 0x7b || code === 0x5b) {
      open.push({ object: code === 0x7b, key: code === 0x7b });
      path.push(code === 0x7b ? '' : 0);
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
      path.pop();
    } else if (code === 0x2c && inside) {
      if (inside.object) inside.key = true;
      else path[path.length - 1] = Number(path.at(-1)) + 1;
    } else if (code === 0x22) {
      const end = endOfString(text, at);
      if (inside?.object && inside.key) {
        path[path.length - 1] = JSON.parse(text.slice(at, end)) as string;
        inside.key = false;
      } else if (wanted(path)) places.push({ path: [...path], line });
      at = end - 1;
    }
    at++;
  }
  return places;
}

/** Offset after the closing quote. JSON strings hold no raw line feeds. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}
