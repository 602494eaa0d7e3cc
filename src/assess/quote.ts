/** Longest name or message that a finding carries; longer ones lose their middle. */
export const NAME_LENGTH = 160;
const MESSAGE_LENGTH = 400;

/** Controls, line and paragraph separators, bidirectional and invisible formatting characters, lone surrogates. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that came out of a file, made visible: what cannot be seen is written as `\u{…}`, backticks as quotes. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`).replaceAll('`', "'");

/** Cuts the middle out of a long text, never through a surrogate pair. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  const head = text.slice(0, half).replace(/[\ud800-\udbff]$/, '');
  const tail = text.slice(text.length - half).replace(/^[\udc00-\udfff]/, '');
  return `${head}…${tail}`;
}

/** A name out of a file as messages quote it: visible, short, in backticks, which renderers show as code. */
export const quote = (name: string, length = NAME_LENGTH): string => `\`${shorten(visible(name), length)}\``;

/** A sentence that a reader of bytes wrote, names out of the file included, as part of a message. */
export const sentence = (text: string): string => shorten(visible(text), MESSAGE_LENGTH);

/** `a`, `b` and 3 more. */
export function list(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => quote(name, 80));
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** `1 model`, `2 models`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
