import { lineAt } from '../../containers/line-search.js';
import { type Declaration, type EnvironmentFormat, fileName } from './declaration.js';
import { parsePythonRequirement } from './python-requirement.js';

/** Keywords of `setup()` that hold requirements. */
const KEYWORDS = ['install_requires', 'extras_require'];

/** What setuptools is told in Python. The lists are read as text, never run; lists that are computed stay unread. */
export const setupPy: EnvironmentFormat = {
  id: 'setup-py',
  title: 'setup.py',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'setup.py',
  parse(text) {
    const given = [...text.matchAll(/\b(?:install_requires|extras_require)\s*=\s*([A-Za-z_]\w*)/g)].map(
      (match) => match[1]!,
    );
    const lists = new RegExp(`\\b(?:${[...KEYWORDS, ...given].join('|')})\\s*=\\s*([[{(])`, 'g');
    const declarations = [...text.matchAll(lists)].flatMap((match) =>
      literals(text, match.index + match[0].length, match[1]!),
    );
    return { declarations, closure: false, problems: [] };
  },
};

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };

/** Requirements among the string literals of a list or dict that is open at `start`; comments are skipped, keys of dicts too. */
function literals(text: string, start: number, opening: string): Declaration[] {
  const token = /#[^\n]*|(['"])((?:\\.|(?!\1)[^\\\n])*)\1(\s*:)?|[[\](){}]/g;
  token.lastIndex = start;
  const found: Declaration[] = [];
  let depth = 1;
  for (let match = token.exec(text); match && depth > 0; match = token.exec(text)) {
    const [all, quote, content, colon] = match;
    if (quote !== undefined) {
      const declaration = colon === undefined ? parsePythonRequirement(content!, lineAt(text, match.index)) : undefined;
      if (declaration) found.push(declaration);
    } else if (all === opening) depth++;
    else if (all === CLOSING[opening]) depth--;
  }
  return found;
}

/** The declarative form: `[options] install_requires` and extras. */
export const setupCfg: EnvironmentFormat = {
  id: 'setup-cfg',
  title: 'setup.cfg',
  ecosystem: 'pypi',
  recognize: (path) => fileName(path) === 'setup.cfg',
  parse(text) {
    const declarations: Declaration[] = [];
    let section = '';
    let reading = false;
    for (const [index, raw] of text.split('\n').entries()) {
      const header = /^\[([^\]]+)\]/.exec(raw);
      const key = /^([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(raw);
      if (header) [section, reading] = [header[1]!, false];
      else if (key)
        reading = (section === 'options' && key[1] === 'install_requires') || section === 'options.extras_require';
      const wish = (key ? key[2]! : raw).replace(/\s#.*$/, '').trim();
      const declaration =
        reading && !header && !wish.startsWith('#') ? parsePythonRequirement(wish, index + 1) : undefined;
      if (declaration) declarations.push(declaration);
    }
    return { declarations, closure: false, problems: [] };
  },
};
