import { type Declaration, type Declared, type EnvironmentFormat, fileName, isInside } from './declaration.js';
import frameworks from './frameworks.json' with { type: 'json' };
import { parsePythonRequirement, pinOfUrl } from './python-requirement.js';

/** pip's own list of requirements, also as pip-compile, uv and `pip freeze` write it. */
export const requirements: EnvironmentFormat = {
  id: 'requirements',
  title: 'pip requirements',
  ecosystem: 'pypi',
  recognize(path) {
    return (
      /(^|[-_.])(requirements?|reqs|constraints?)([-_.].*)?\.(txt|in|pip|lock)$/i.test(fileName(path)) ||
      /(^|\/)(requirements|reqs)\/[^/]+\.(txt|in)$/i.test(path)
    );
  },
  parse(text) {
    return isCondaList(text) ? undefined : parseRequirements(text);
  },
};

/** Written by `conda list --explicit` or `--export`, often under pip's file name. */
export const isCondaList = (text: string): boolean =>
  /^@EXPLICIT\s*$/m.test(text) ||
  /^# \$ conda create --name/m.test(text) ||
  /^# This file may be used to create an environment/m.test(text);

interface State extends Declared {
  /** A place besides the public index is recorded, so that local versions (`1.12.1+cu113`) can be found. */
  index: boolean;
}

/** Classes every line of a requirements file; includes and constraints are files of their own. */
export function parseRequirements(text: string): Declared {
  const state: State = { declarations: [], closure: false, problems: [], index: false };
  for (const { line, content } of logicalLines(text)) readLine(content, line, state);
  checkLocalVersions(state);
  checkDoubles(state);
  const { declarations, problems, broken } = state;
  const interpreter = /with Python (\d+\.\d+(?:\.\d+)?)|--python-version[= ](\d+\.\d+(?:\.\d+)?)/i.exec(text);
  return {
    declarations,
    problems,
    closure: isClosure(text, declarations),
    ...(interpreter && { interpreter: interpreter[1] ?? interpreter[2]! }),
    ...(broken && { broken }),
  };
}

/** Lines with continuations joined and comments removed, numbered by their first physical line. */
function logicalLines(text: string): { line: number; content: string }[] {
  const found: { line: number; content: string }[] = [];
  let open: { line: number; content: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const plain = raw
      .replace(/^\uFEFF/, '')
      .replace(/(^|\s)#.*$/, '')
      .trimEnd();
    const current = open ?? { line: index + 1, content: '' };
    current.content += ` ${plain.replace(/\\$/, '')}`;
    if (plain.endsWith('\\')) open = current;
    else {
      if (current.content.trim() !== '') found.push({ line: current.line, content: current.content.trim() });
      open = undefined;
    }
  }
  if (open && open.content.trim() !== '') found.push({ line: open.line, content: open.content.trim() });
  return found;
}

function readLine(content: string, line: number, state: State): void {
  if (/^(<{7}|={7}|>{7})( |$)/.test(content)) {
    state.problems.push({ line, message: 'an unresolved merge conflict' });
    state.broken = true;
    return;
  }
  const editable = /^(?:-e|--editable)[ =]\s*(.*)$/.exec(content);
  if (/^-/.test(content) && !editable) {
    if (/^(-i|-f|--index-url|--extra-index-url|--find-links)\b/.test(content)) state.index = true;
    return;
  }
  const hashes = /\s--hash[= ]\S+/.test(content);
  const wish = (editable?.[1] ?? content)
    .replace(/\s--(hash|config-settings?|global-option|install-option)[= ]\S+/g, '')
    .trim();
  if (/^\.[/\\]?|\.(whl|tar\.gz|zip)$/i.test(wish) && !wish.includes('://') && isInside(wish)) return; // part of the repository
  const declaration = declarationOf(wish, line);
  state.declarations.push(hashes ? { ...declaration, hashed: true } : declaration);
}

function declarationOf(wish: string, line: number): Declaration {
  if (/\$\{[^}]+\}/.test(wish))
    return { name: wish, line, pin: 'range', hashed: false, why: 'depends on an environment variable' };
  const isReference = /^([a-z+]+:\/\/|git\+|file:|[./~]|[A-Za-z]:[\\/])|\.(whl|tar\.gz|zip)$/i.test(wish);
  const declaration = isReference ? undefined : parsePythonRequirement(wish, line);
  if (declaration) return declaration;
  if (isReference) return { name: nameOfReference(wish), line, ...pinOfUrl(wish) };
  return { name: wish.slice(0, 80), line, pin: 'broken', hashed: false, why: 'not a requirement that pip understands' };
}

/** `#egg=name`, else the distribution name in a file name, else the last part of a repository's path. */
function nameOfReference(reference: string): string {
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(reference)?.[1];
  if (egg !== undefined) return egg.toLowerCase().replace(/[-_.]+/g, '-');
  const last = reference.split(/[#?]/)[0]!.split('/').at(-1)!.replace(/@.*$/, '');
  return last
    .replace(/-\d.*$/, '')
    .replace(/\.(git|whl|tar\.gz|zip)$/, '')
    .toLowerCase();
}

/** `1.12.1+cu113` is exact, but the public index does not have it. */
function checkLocalVersions(state: State): void {
  if (state.index) return;
  for (const item of state.declarations) {
    if (item.pin !== 'exact' || !/^\d[^/]*\+/.test(item.version ?? '')) continue;
    item.pin = 'broken';
    item.why = `${item.version} is not on the public index and the file records no other`;
  }
}

/** The same package in two versions, outside of environment markers. */
function checkDoubles(state: State): void {
  const seen = new Map<string, Declaration>();
  for (const item of state.declarations) {
    const before = seen.get(item.name);
    if (
      before?.version !== undefined &&
      item.version !== undefined &&
      before.version !== item.version &&
      !item.wish?.includes(';')
    ) {
      state.problems.push({
        line: item.line,
        message: `${item.name} ${item.version} contradicts ${before.version} of line ${before.line}`,
      });
    }
    seen.set(item.name, item);
  }
}

/** Whether the list holds what its packages need in turn: said by the tool, enforced by pip's hashes, or seen in the names. */
function isClosure(text: string, declarations: readonly Declaration[]): boolean {
  if (/^#.*\b(pip-compile|pip freeze|uv pip compile|uv export|autogenerated by pip)/im.test(text)) return true;
  if (/^[ \t]*#[ \t]+via\b/m.test(text)) return true;
  if (/\s--hash[= ]/.test(text) && declarations.every((item) => item.hashed)) return true;
  const names = new Set(declarations.map((item) => item.name));
  const used = frameworks.filter(
    (framework) => framework.needs.length > 0 && framework.packages.some((name) => names.has(name)),
  );
  return used.length > 0 && used.every((framework) => framework.needs.every((name) => names.has(name)));
}
