/** JSON for an archive: keys in the order given, two blanks, LF, one trailing newline. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** As `jsonText`, everything beyond printable ASCII escaped: names with direction marks cannot disguise the lines around them. */
export const asciiJsonText = (value: unknown): string =>
  jsonText(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
