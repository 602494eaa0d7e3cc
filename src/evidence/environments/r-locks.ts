import { parseJsonText } from '../../containers/json-text.js';
import {
  brokenFile,
  type Declaration,
  type Declared,
  type EnvironmentFormat,
  fileName,
  listOf,
  recordOf,
  textOf,
} from './declaration.js';
import { dcfRecords } from './r-description.js';

const COMMIT = /^[0-9a-f]{40}$/i;

/** Lock of renv. */
export const renvLock: EnvironmentFormat = {
  id: 'renv-lock',
  title: 'renv lockfile',
  ecosystem: 'cran',
  recognize: (path) => fileName(path) === 'renv.lock',
  parse(text) {
    const parsed = parseJsonText(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    const r = recordOf(root['R']);
    const lines = keyLines(text);
    const declarations = Object.entries(recordOf(root['Packages'])).map(([name, entry]) =>
      renvPackage(name, recordOf(entry), lines.get(name) ?? 1),
    );
    const interpreter = textOf(r['Version']);
    // A project that uses R alone depends on R: without this line it would look like one that says nothing.
    if (declarations.length === 0 && interpreter !== undefined)
      declarations.push({
        name: 'R',
        line: parsed.lineOf(['R', 'Version']),
        pin: 'exact',
        version: interpreter,
        hashed: false,
      });
    const problems: Declared['problems'] = [];
    if (interpreter === undefined) problems.push({ line: 1, message: 'R.Version is missing' });
    const moving = listOf(r['Repositories'])
      .map((item) => textOf(recordOf(item)['URL']))
      .filter((url): url is string => url !== undefined && !/\d{4}-\d{2}-\d{2}/.test(url));
    for (const url of moving)
      problems.push({
        line: lineOfText(text, url),
        message: `${url} changes over time; a dated snapshot keeps the sources reachable`,
      });
    return {
      declarations,
      closure: true,
      problems,
      ...(interpreter !== undefined && { interpreter }),
      ...(moving.length > 0 && { atMost: 'P3' as const }),
    };
  },
};

function renvPackage(name: string, entry: Record<string, unknown>, line: number): Declaration {
  const version = textOf(entry['Version']);
  const base = { name, line, hashed: textOf(entry['Hash']) !== undefined };
  const source = textOf(entry['Source']);
  if (version === undefined) return { ...base, pin: 'bare' };
  const isRemote = /^(GitHub|GitLab|Bitbucket|Git)$/i.test(source ?? '');
  if (isRemote && !COMMIT.test(textOf(entry['RemoteSha']) ?? ''))
    return { ...base, pin: 'range', why: `from ${source} without commit (RemoteSha)` };
  if (/^(unknown|local)$/i.test(source ?? ''))
    return { ...base, pin: 'range', why: `source ${source}: nobody else can install it` };
  return { ...base, pin: 'exact', version };
}

/** First line of each quoted key. */
function keyLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const key = /^\s*"([^"]+)":\s*\{/.exec(line)?.[1];
    if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
  }
  return lines;
}

const lineOfText = (text: string, part: string): number =>
  Math.max(
    0,
    text.split('\n').findIndex((line) => line.includes(part)),
  ) + 1;

/** What rsconnect records for a published document: every package with its DESCRIPTION, and the version of R. */
export const rsconnectManifest: EnvironmentFormat = {
  id: 'rsconnect-manifest',
  title: 'rsconnect manifest',
  ecosystem: 'cran',
  recognize: (path) => fileName(path) === 'manifest.json',
  parse(text) {
    if (!/"appmode"/.test(text)) return undefined;
    const parsed = parseJsonText(text);
    if ('message' in parsed) return brokenFile(parsed.line, parsed.message);
    const root = recordOf(parsed.value);
    if (!('platform' in root)) return undefined;
    const lines = keyLines(text);
    const declarations = Object.entries(recordOf(root['packages'])).map(([name, entry]): Declaration => {
      const version = textOf(recordOf(recordOf(entry)['description'])['Version']);
      const base = { name, line: lines.get(name) ?? 1, hashed: false };
      return version === undefined ? { ...base, pin: 'bare' } : { ...base, pin: 'exact', version };
    });
    const interpreter = textOf(root['platform']);
    return { declarations, closure: true, problems: [], ...(interpreter !== undefined && { interpreter }) };
  },
};

/** Lock of packrat: records of `Field: value`. */
export const packratLock: EnvironmentFormat = {
  id: 'packrat-lock',
  title: 'packrat lockfile',
  ecosystem: 'cran',
  recognize: (path) => fileName(path) === 'packrat.lock',
  parse(text) {
    const [head, ...packages] = dcfRecords(text);
    const declarations = packages.flatMap(({ fields, line }): Declaration[] => {
      const [name, version] = [fields.get('Package'), fields.get('Version')];
      if (name === undefined) return [];
      const base = { name, line, hashed: fields.has('Hash') };
      if (version === undefined) return [{ ...base, pin: 'bare' }];
      if (fields.get('Source') === 'github' && !COMMIT.test(fields.get('GithubSha1') ?? ''))
        return [{ ...base, pin: 'range', why: 'from GitHub without commit' }];
      return [{ ...base, pin: 'exact', version }];
    });
    const interpreter = head?.fields.get('RVersion');
    return { declarations, closure: true, problems: [], ...(interpreter !== undefined && { interpreter }) };
  },
};
