import { list } from '../quote.js';
import type { Rule } from '../rule.js';

export const personalDetails: Rule = {
  id: 'personal-details',
  title: 'A file that a tool wrote names people, machines or credentials',
  severity: 'note',
  *check({ evidence }) {
    const byPath = new Map<string, { line: number; what: string[] }>();
    for (const { path, line, what } of evidence.personal ?? []) {
      const known = byPath.get(path);
      if (known) known.what.push(what);
      else byPath.set(path, { line, what: [what] });
    }
    for (const [path, { line, what }] of byPath)
      yield {
        path,
        line,
        message: `It holds ${list(what).replaceAll('`', '')}, and will be in the archive as it is.`,
        advice:
          'Take it out, or leave the file out (`exclude` in `.github/modelbag.yml`). modelbag takes none of it over and never alters the file.',
      };
  },
};
