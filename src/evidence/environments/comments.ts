/** How a language of environments writes comments; its texts stand in `"…"`. */
interface Comments {
  /** Up to the end of the line. */
  line: string;
  block: readonly [open: string, close: string];
}

/** Comments as blanks, so that places and lines stay. What opens and never ends goes on to the end, and is walked once. */
export function withoutComments(text: string, { line, block: [open, close] }: Comments): string {
  const opening = new RegExp([open, line, '"'].map((mark) => mark.replace(/[*|]/g, '\\$&')).join('|'), 'g');
  const parts: string[] = [];
  let at = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const inside = opening.lastIndex;
    if (found[0] === '"') opening.lastIndex = endOfText(text, inside);
    else {
      const end = found[0] === open ? endOf(text, close, inside) : endOf(text, '\n', inside);
      parts.push(text.slice(at, found.index), text.slice(found.index, end).replace(/[^\n]/g, ' '));
      opening.lastIndex = at = end;
    }
  }
  return parts.join('') + text.slice(at);
}

/** Where a text in quotes ends that began before `from`. */
export function endOfText(text: string, from: number): number {
  const mark = /\\[\s\S]|"/g;
  mark.lastIndex = from;
  for (let found = mark.exec(text); found; found = mark.exec(text)) if (found[0] === '"') return mark.lastIndex;
  return text.length;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}
