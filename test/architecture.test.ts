import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

/** What ARCHITECTURE.md promises about the shape of the house, read off the import lines. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

/** What reading is made of, in the order of the data: each may import those before it. */
const READING = ['bytes', 'containers', 'formats', 'tree', 'collect', 'evidence'];
/** What stands behind it; `reproduce` and `sources` need no judgment. */
const DERIVED = [...READING, 'assess', 'bag', 'reproduce', 'export', 'sources'];
/** Folder → folders it may import from, besides itself and `.` (the root files named below). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  bytes: [],
  containers: ['bytes'],
  formats: ['bytes', 'containers'],
  tree: ['bytes', 'containers'],
  collect: ['bytes', 'containers', 'formats', 'tree'],
  evidence: ['bytes', 'containers', 'formats', 'tree', 'collect'],
  assess: READING,
  reproduce: READING,
  sources: READING,
  bag: [...READING, 'assess'],
  export: [...READING, 'assess', 'bag', 'reproduce'],
  report: DERIVED,
  record: [...READING, 'assess', 'bag', 'reproduce', 'report'],
  cli: [...DERIVED, 'report', 'record'],
  github: [...DERIVED, 'report'],
};
/** Files at the root of src/ that folders may import. */
const ROOT_FILES: Record<string, readonly string[]> = {
  'usage-error.ts': ['tree', 'collect', 'assess', 'bag', 'export', 'reproduce', 'report', 'cli', 'github', 'record'],
  'config.ts': ['collect', 'assess', 'reproduce', 'cli', 'github', 'record'],
  'audit.ts': ['bag', 'cli', 'github'],
  'index.ts': ['cli'],
  'nearest.ts': ['cli'],
  'pack.ts': ['cli', 'github'],
  'replay.ts': ['cli', 'github'],
  'progress.ts': ['bag', 'reproduce', 'export', 'sources', 'cli', 'github'],
  'software.ts': ['bag', 'report', 'cli', 'github', 'record'],
};
/** Every outside dependency and the only files that may name it. */
const DOORS: Record<string, readonly string[]> = {
  '@actions/core': ['github/main.ts', 'github/runner-host.ts'],
  '@actions/github': ['github/octokit.ts'],
  '@actions/http-client': ['github/connection.ts'],
  '@octokit/plugin-retry': ['github/octokit.ts'],
  '@octokit/plugin-throttling': ['github/octokit.ts'],
  '@octokit/rest': ['github/host.ts', 'github/octokit.ts'],
  ajv: ['evidence/documents/json-schema.ts', 'github/report-document.ts'],
  archiver: ['bag/write/tar.ts'],
  'cli-progress': ['cli/progress.ts'],
  commander: ['cli/program.ts'],
  fzstd: ['containers/zstd.ts'],
  hyparquet: ['containers/parquet.ts'],
  protobufjs: ['containers/protobuf.ts'],
  'smol-toml': ['containers/toml-document.ts'],
  'spdx-expression-parse': ['evidence/documents/license-name.ts'],
  'web-tree-sitter': ['evidence/languages/syntax.ts'],
  yaml: ['config.ts', 'containers/yaml-document.ts', 'yaml-schema.ts'],
};
const FORBIDDEN_NAMES = /^(utils?|helpers?|common|misc|manager|service|handler|base|core|types)(\.|$)/;

const files = listFiles(src).filter((file) => file.endsWith('.ts'));

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      statSync(join(folder, name)).isDirectory() ? listFiles(join(folder, name)) : [join(folder, name)],
    );
}

const shown = (file: string): string => relative(src, file).replaceAll('\\', '/');
const folderOf = (file: string): string => (shown(file).includes('/') ? shown(file).split('/')[0]! : '.');
const codeOf = (file: string): string =>
  readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

/** Specifiers of `import … from`, `export … from`, `import()`, `require()`. */
function importsOf(file: string): string[] {
  const code = codeOf(file);
  return [
    ...code.matchAll(
      /(?:^|[;\n])\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\brequire\(\s*['"]([^'"]+)['"]\s*\)/gm,
    ),
  ].map((m) => m[1] ?? m[2] ?? m[3] ?? m[4]!);
}

const resolved = (file: string, specifier: string): string =>
  normalize(join(dirname(file), specifier.replace(/\.js$/, '.ts')));
const graph = new Map(
  files.map((file) => [
    file,
    importsOf(file)
      .filter((s) => s.startsWith('.'))
      .map((s) => resolved(file, s)),
  ]),
);
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Where `pattern` occurs in code (not in comments), outside of the files that may have it. */
const foundOutside = (pattern: RegExp, allowed: (file: string) => boolean): string[] =>
  files.filter((file) => !allowed(shown(file)) && pattern.test(codeOf(file))).map(shown);

describe('architecture', () => {
  it('lets folders import only along the path of the data', () => {
    const wrong = [...graph].flatMap(([file, targets]) =>
      targets.filter((target) => !isAllowed(file, target)).map((target) => `${shown(file)} imports ${shown(target)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets what evaluates a written copy share nothing with what wrote it', () => {
    const readers = [...graph].filter(([file]) => /^export\/[^/]+\/reading\//.test(shown(file)));
    expect(readers.length).toBeGreaterThan(0);
    const wrong = readers.flatMap(([file, targets]) =>
      targets
        .filter((target) => shown(target).startsWith('export/') && dirname(target) !== dirname(file))
        .filter((target) => !shown(target).startsWith('export/predictions/'))
        .map((target) => `${shown(file)} imports ${shown(target)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycles, type imports included', () => {
    expect(findCycles()).toEqual([]);
  });

  it('names each outside dependency only at its door', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
        .filter((specifier) => !(DOORS[packageOf(specifier)] ?? []).includes(shown(file)))
        .map((specifier) => `${shown(file)} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(DOORS).sort());
  });

  it('touches the outside world only where it says so', () => {
    expect(
      foundOutside(/['"]node:fs(\/promises)?['"]/, (f) =>
        FILE_SYSTEM.some((p) => f === p || (p.endsWith('/') && f.startsWith(p))),
      ),
    ).toEqual([]);
    expect(foundOutside(/['"]node:child_process['"]/, (f) => CHILD_PROCESSES.includes(f))).toEqual([]);
    expect(foundOutside(/(?<![.\w])fetch\(|['"]node:https?['"]/, (f) => NETWORK.includes(f))).toEqual([]);
    expect(foundOutside(/\bconsole\./, () => false)).toEqual([]);
    expect(
      foundOutside(
        /\bprocess\.(env|exit|exitCode|stdout|stderr|argv|cwd)\b/,
        (f) => f.startsWith('cli/') || f === 'tree/git.ts' || f === 'github/main.ts',
      ),
    ).toEqual([]);
    expect(foundOutside(/\blocaleCompare\b|\btoLocale|\bIntl\./, () => false)).toEqual([]);
    expect(
      foundOutside(
        /\bDate\.now\(|new Date\(\)/,
        (f) => f.startsWith('cli/') || f === 'github/main.ts' || f === 'formats/inspect.ts' || f === 'record/record.ts',
      ),
    ).toEqual([]);
  });

  it('compares format ids only in formats/', () => {
    // Kinds of lockfiles have ids too; their folder may compare those.
    const isHome = (file: string): boolean => file.startsWith('formats/') || file.startsWith('evidence/environments/');
    expect(foundOutside(/\bformat\??\.id\s*[!=]==|[!=]==\s*\w+\.format\.id/, isHome)).toEqual([]);
  });

  it('keeps rooms small and named for what they hold', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 401).map(shown);
    expect(long).toEqual([]);
    const badlyNamed = files.map(shown).filter((file) => file.split('/').some((part) => FORBIDDEN_NAMES.test(part)));
    expect(badlyNamed).toEqual([]);
    expect(files.filter((file) => /^export default/m.test(codeOf(file))).map(shown)).toEqual([]);
  });
});

/** Files and folders that may use the file system. */
const FILE_SYSTEM: readonly string[] = [
  'bytes/file-source.ts',
  'bag/file-sink.ts',
  'bag/final-place.ts',
  'bag/complete/',
  'bag/repack/repack.ts',
  'bag/split/write-parts.ts',
  'bag/verify/open-bag.ts',
  'bag/verify/find-bags.ts',
  'bag/verify/folder-contents.ts',
  'bag/write.ts',
  'bag/write/folder.ts',
  'cli/',
  'tree/',
  'pack.ts',
  'replay.ts',
  'reproduce/clean-copy.ts',
  'reproduce/machine.ts',
  'record/',
  'report/rule-page.ts',
  'github/',
];
/** Files that may start programs: git, the command of `record` and the interpreter it uses. */
const CHILD_PROCESSES: readonly string[] = [
  'tree/git.ts',
  'record/ask.ts',
  'record/run-command.ts',
  'reproduce/run-training.ts',
];
/** Files that may open connections. */
const NETWORK: readonly string[] = ['bytes/http-follow.ts', 'github/connection.ts', 'sources/web.ts'];

function isAllowed(file: string, target: string): boolean {
  if (target.endsWith('.json') || target.endsWith('.txt')) return true;
  const [from, to] = [folderOf(file), folderOf(target)];
  if (from === to || from === '.') return true;
  if (to === '.') return (ROOT_FILES[shown(target)] ?? []).includes(from);
  return (MAY_IMPORT[from] ?? []).includes(to);
}

function findCycles(): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].map(shown).join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  return cycles;
}
