/** JSON for an archive: keys in the order given, two blanks, LF, one trailing newline. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** As `jsonText`, everything beyond printable ASCII escaped: names with direction marks cannot disguise the lines around them. */
export const asciiJsonText = (value: unknown): string =>
  jsonText(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Items of an array that are made one after the other, each time that it is written. */
export class Items<T = unknown> {
  constructor(private readonly make: () => Iterable<T>) {}

  [Symbol.iterator](): Iterator<T> {
    return this.make()[Symbol.iterator]();
  }
}

/** The text that `jsonText` makes, in pieces; of `Items` no more than one is there at a time. */
export function* jsonPieces(value: unknown): Generator<string> {
  yield* pieces(value, '');
  yield '\n';
}

function* pieces(value: unknown, indent: string): Generator<string> {
  if (!holdsItems(value)) {
    // No line of a string breaks the line in JSON.
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const [open, close] = isList(value) ? '[]' : '{}';
  yield `${open}`;
  let isEmpty = true;
  for (const [key, member] of membersOf(value)) {
    yield `${isEmpty ? '' : ','}\n${indent}  ${key}`;
    yield* pieces(member, `${indent}  `);
    isEmpty = false;
  }
  yield isEmpty ? `${close}` : `\n${indent}${close}`;
}

const isList = (value: unknown): value is Iterable<unknown> => value instanceof Items || Array.isArray(value);

function holdsItems(value: unknown): value is object {
  if (value instanceof Items) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsItems);
}

/** What stands before each member, and the member. */
function* membersOf(value: object): Generator<[string, unknown]> {
  if (isList(value)) {
    for (const item of value) yield ['', item];
    return;
  }
  for (const [key, member] of Object.entries(value))
    if (member !== undefined) yield [`${JSON.stringify(key)}: `, member];
}
