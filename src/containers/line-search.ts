import type { KeyPath } from './yaml-document.js';

/**
 * Finds lines in JSON and TOML texts, whose parsers keep no positions: each key of the path is searched after the
 * one before it, an index counts the items that start with a bracket. A guess that is right for texts as people and tools write them.
 */
export function lineSearch(text: string): (path: KeyPath) => number {
  return (path) => {
    let at = 0;
    for (const step of path) {
      const found = typeof step === 'number' ? itemAt(text, at, step) : keyAt(text, at, step);
      if (found === -1) break;
      at = found;
    }
    return lineAt(text, at);
  };
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** 1-based lines of offsets, each beyond the one before: the text is walked once. */
export function linesOfGrowing(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}

/** Offset of a key after `from`: quoted before a colon or equals sign, bare before an equals sign, or in a table header. */
function keyAt(text: string, from: number, key: string): number {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`["']${escaped}["']\\s*[:=\\].]|(?<![\\w.-])${escaped}(?=\\s*=|\\s*\\]|\\.)`, 'g');
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

/** Offset of the item with that index after `from`: items of a list of objects, or of a TOML array of tables. */
function itemAt(text: string, from: number, index: number): number {
  const pattern = text.startsWith(']]', text.indexOf(']', from)) ? /\[\[/g : /[[{,]\s*(?=[{"\w])/g;
  pattern.lastIndex = from;
  let found = from;
  for (let count = 0; count <= index; count++) {
    const match = pattern.exec(text);
    if (!match) return found;
    found = match.index + match[0].length;
  }
  return found;
}
