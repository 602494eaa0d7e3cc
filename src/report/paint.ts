import { spans } from './escape.js';
import type { Tone } from './words.js';

/** How text gets its look on a terminal; without color every function returns its text. */
export interface Paint {
  tone(tone: Tone, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
  /** A message: names and commands in backticks are set apart. */
  message(text: string): string;
  /** A list of names, where backticks would only be noise. */
  names(text: string): string;
}

const CODES: Readonly<Record<Tone, string>> = { good: '32', weak: '33', bad: '31;1', plain: '' };

/** ANSI colors (SGR), or nothing. */
export function painter(color: boolean): Paint {
  const sgr = (code: string, text: string): string =>
    color && code !== '' && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  const colored = (text: string): string =>
    spans(text)
      .map((span) => (span.code ? sgr('36', span.text) : span.text))
      .join('');
  return {
    tone: (tone, text) => sgr(CODES[tone], text),
    bold: (text) => sgr('1', text),
    dim: (text) => sgr('2', text),
    message: (text) => (color ? colored(text) : text),
    names: (text) =>
      color
        ? colored(text)
        : spans(text)
            .map((span) => span.text)
            .join(''),
  };
}
