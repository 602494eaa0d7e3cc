import { shorten } from '../assess/quote.js';

/** Columns that a text takes on a terminal: marks take none, East Asian wide characters and emoji two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{M}/u.test(char)) continue;
    width += WIDE.test(char) ? 2 : 1;
  }
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

/** Shortened to at most `width` columns: in the middle, where both ends of a path matter, or at the end. */
export function cut(text: string, width: number, at: 'middle' | 'end' = 'middle'): string {
  if (displayWidth(text) <= width) return text;
  if (at === 'end') {
    const chars = [...text];
    while (chars.length > 0 && displayWidth(chars.join('')) > width - 1) chars.pop();
    return `${chars.join('').trimEnd()}…`;
  }
  let shown = shorten(text, Math.max(1, width));
  while (displayWidth(shown) > width && shown.length > 1) shown = shorten(text, shown.length - 1);
  return shown;
}

/** Filled with spaces to `width` columns, at the end or (numbers) at the start. */
export function pad(text: string, width: number, right = false): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? fill + text : text + fill;
}

/** Lines of at most `width` columns, broken at spaces outside of backticks; a word that is longer stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:`[^`]*`|[^ `]|`)+/g) ?? []) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/**
 * Blocks joined as long as they fit into `limit` characters; what does not fit is replaced by `notice`. Blocks are
 * never cut, so that no table, fence or surrogate pair is left open.
 */
export function fitBlocks(blocks: readonly string[], limit: number, notice: string): string {
  const whole = blocks.join('\n');
  if (whole.length <= limit) return whole;
  const kept: string[] = [];
  let length = notice.length + 1;
  for (const block of blocks) {
    if (length + block.length + 1 > limit) continue;
    kept.push(block);
    length += block.length + 1;
  }
  return [...kept, notice].join('\n');
}
