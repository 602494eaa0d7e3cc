export interface SqliteTable {
  name: string;
  /** Its first page. */
  root: number;
  columns: readonly string[];
  /** The column that is the id of the row and not written in it. */
  rowId?: string;
}

/** What begins a part of a definition that is no column. */
const CONSTRAINT = /^(CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)\b/i;
const NAME = /^("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|'[^']*'|[^\s(),]+)/;

/** Names of the columns that `CREATE TABLE` defines, in their order, and which of them is the id of the row. */
export function columnsOf(sql: string): Pick<SqliteTable, 'columns' | 'rowId'> {
  const parts = partsOf(sql);
  const columns = parts.filter((part) => !CONSTRAINT.test(part)).map((part) => nameAt(part));
  // An integer that is the key alone is the id of the row, and its place in the row holds nothing.
  const integers = parts.filter((part) => /^\S+\s+INTEGER\b/i.test(part));
  const inline = integers.find((part) => /\bPRIMARY\s+KEY\b/i.test(part));
  const key = parts
    .map((part) => /^(?:CONSTRAINT\s+\S+\s+)?PRIMARY\s+KEY\s*\(([^,)]+)\)/i.exec(part)?.[1])
    .find(Boolean);
  const named = key === undefined ? undefined : nameAt(key);
  const rowId = inline ? nameAt(inline) : integers.map(nameAt).find((name) => name === named);
  return { columns, ...(rowId !== undefined && { rowId }) };
}

function nameAt(part: string): string {
  const name = NAME.exec(part.trim())?.[0] ?? '';
  return /^["'`[]/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/**
 * The definition's parts between its outer parentheses, parted at commas outside of quotes and inner parentheses. What opens
 * and never closes runs to the end: tried again behind each opening, a megabyte of them takes minutes.
 */
function partsOf(sql: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const token of sql.match(
    /"(?:[^"]|"")*"?|'(?:[^']|'')*'?|`[^`]*`?|\[[^\]]*\]?|--[^\n]*|[(),]|[^"'`[(),-]+|[\s\S]/g,
  ) ?? []) {
    if (token.startsWith('--')) continue;
    if (token === ')' && --depth === 0) break;
    if (depth === 1 && token === ',') {
      parts.push(part.trim());
      part = '';
    } else if (depth > 0) part += token;
    if (token === '(') depth++;
  }
  return [...parts, part.trim()].filter((text) => text !== '');
}
