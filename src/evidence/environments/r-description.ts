import { type Declaration, type EnvironmentFormat, fileName } from './declaration.js';

const DEPENDENCY_FIELDS = ['Depends', 'Imports', 'LinkingTo', 'Suggests'];

/** What an R package or compendium asks for; R resolves the newest versions on the day. */
export const rDescription: EnvironmentFormat = {
  id: 'r-description',
  title: 'DESCRIPTION',
  ecosystem: 'cran',
  recognize: (path) => fileName(path) === 'DESCRIPTION',
  parse(text) {
    const record = dcfRecords(text)[0];
    if (!record || !DEPENDENCY_FIELDS.some((field) => record.fields.has(field))) return undefined;
    const declarations = DEPENDENCY_FIELDS.flatMap((field) =>
      (record.fields.get(field) ?? '').split(',').flatMap((wish) => dependency(wish, record.lines.get(field) ?? 1)),
    );
    return { declarations, closure: false, problems: [] };
  },
};

function dependency(wish: string, line: number): Declaration[] {
  const match = /^\s*([A-Za-z][A-Za-z0-9.]*)\s*(?:\(\s*([<>=]{1,2})\s*([^)\s]+)\s*\))?\s*$/.exec(wish);
  if (!match || match[1] === 'R') return [];
  const [, name = '', operator, version] = match;
  if (operator === undefined || version === undefined) return [{ name, line, pin: 'bare', hashed: false }];
  if (operator === '==') return [{ name, line, pin: 'exact', version, hashed: false }];
  return [{ name, line, pin: 'range', wish: `${operator} ${version}`, hashed: false }];
}

/** One record of a Debian control file, which DESCRIPTION and packrat.lock are. */
export interface DcfRecord {
  line: number;
  fields: Map<string, string>;
  lines: Map<string, number>;
}

/** Records are separated by empty lines; a line that starts with a blank continues the field before it. */
export function dcfRecords(text: string): DcfRecord[] {
  const records: DcfRecord[] = [];
  let field: string | undefined;
  let open: DcfRecord | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const start = /^([A-Za-z][\w/@.-]*):\s*(.*)$/.exec(line);
    if (line.trim() === '') [open, field] = [undefined, undefined];
    else if (start) {
      if (!open) {
        open = { line: index + 1, fields: new Map(), lines: new Map() };
        records.push(open);
      }
      field = start[1]!;
      open.fields.set(field, start[2]!);
      open.lines.set(field, index + 1);
    } else if (open && field !== undefined) open.fields.set(field, `${open.fields.get(field)} ${line.trim()}`);
  }
  return records;
}
