/**
 * Whether a name begins with the first of the pieces, ends with the last, and has the others in between in their order. Each is taken
 * where it first occurs: a regular expression tries all the other places too, which for many pieces has no end.
 */
function isMadeOf(pieces: readonly string[], name: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length < 2) return name === first;
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/** Tells whether a text is the pattern with something, or nothing, in the place of each `*`. */
export function textTest(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*');
  return (text) => isMadeOf(pieces, text);
}

/** The same for paths, where `*` stands for a part of one name. `isFolder`: all that lies below fits too. */
export function pathTest(pattern: string, isFolder: boolean): (path: string) => boolean {
  const patterns = pattern.split('/').map((name) => name.split('*'));
  return (path) => {
    const names = path.split('/');
    const isDeepEnough = isFolder ? names.length >= patterns.length : names.length === patterns.length;
    return isDeepEnough && patterns.every((pieces, at) => isMadeOf(pieces, names[at]!));
  };
}
