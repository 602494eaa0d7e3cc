// Builds dist/ from src/: the command line and the Action share dist/lib/, in pieces that are read when first used (a command, a
// package loaded with a dynamic import); the library once more as one file, for whoever uses require. All of it is CommonJS, which
// Node starts in less time than ES modules.
// `--check` builds into a temporary folder and compares it with the committed dist/ byte by byte.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isModuleNamespaceObject } from 'node:util/types';
import { build, transformSync } from 'esbuild';
import { thirdPartyLicenses } from './licenses.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
/** What dist/cli.cjs and dist/action.cjs load from dist/lib/. */
const PROGRAMS = { program: 'src/cli/program.ts', action: 'src/github/main.ts' };

/** File name under dist/lib/ of a package: `@scope/name/sub` becomes `scope-name-sub`. */
const libName = (specifier) => specifier.replace(/^@/, '').replaceAll('/', '-').replace(/\.js$/, '');

/** A CommonJS package with names that an ES module can import; others hand over their own. */
function packageModule(name) {
  let whole;
  try {
    whole = require(name);
  } catch (error) {
    if (error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED' && error.code !== 'ERR_REQUIRE_ESM') throw error;
  }
  // Since 20.19 Node also requires ES modules; the result must not depend on it.
  if (whole === undefined || isModuleNamespaceObject(whole)) return `export * from ${JSON.stringify(name)};`;
  const names = Object.keys(whole).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default');
  return [
    `const whole = require(${JSON.stringify(name)});`,
    'export default whole.default ?? whole;',
    `export const { ${names.join(', ')} } = whole;`,
  ].join('\n');
}

/** Loaded with a dynamic import. What Node itself has (`fs/promises` as well as `node:fs/promises`) is there already. */
const isLoadedLater = ({ kind, path }) => kind === 'dynamic-import' && !isBuiltin(path);

/** Lists and schemas as text that is parsed, which takes less time than to evaluate them as source code. */
const JSON_AS_TEXT = {
  name: 'json-as-text',
  setup(builder) {
    builder.onLoad({ filter: /\.json$/ }, ({ path }) => {
      // Packages require theirs, which gives no default.
      if (path.includes('node_modules')) return undefined;
      const text = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: `export default /* @__PURE__ */ JSON.parse(${JSON.stringify(text)});` };
    });
  },
};

/** What packages load at once for what we do not do: commander starts subcommands that are programs of their own. */
const UNUSED = [{ importer: /[\\/]commander[\\/]/, module: /^node:child_process$/ }];
const WITHOUT_UNUSED = {
  name: 'without-unused',
  setup(builder) {
    for (const { importer, module } of UNUSED)
      builder.onResolve({ filter: module }, (found) =>
        importer.test(found.importer) ? { path: found.path, namespace: 'unused' } : undefined,
      );
    builder.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: '' }));
  },
};

/** Packages that are loaded with a dynamic import, and those that an entry names, each as a module of its own. */
const PACKAGES = {
  name: 'packages',
  setup(builder) {
    const asModule = (path) => ({ path, namespace: 'package' });
    builder.onResolve({ filter: /^package:/ }, ({ path }) => asModule(path.slice('package:'.length)));
    builder.onResolve({ filter: /^[^.]/ }, (found) => (isLoadedLater(found) ? asModule(found.path) : undefined));
    builder.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => ({
      contents: packageModule(path),
      resolveDir: root,
    }));
  },
};

/** Dynamic imports of a file in CommonJS, taken from dist/lib/: `file` names it. */
const fromLib = (file) => ({
  name: 'from-lib',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, (found) =>
      isLoadedLater(found) ? { path: `./lib/${file(found.path)}.cjs`, external: true } : undefined,
    );
  },
});

const SHARED = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: { 'import.meta.url': 'moduleUrl' },
};

const COMMON_JS = {
  ...SHARED,
  format: 'cjs',
  supported: { 'dynamic-import': false },
  banner: { js: "const moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
};

/** Only ES modules can be split; the pieces become CommonJS afterwards. */
const PIECES = {
  ...SHARED,
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.cjs' },
  chunkNames: '[name]-[hash]',
};

/** Has `it`, which is loaded when first asked for. */
const LATER =
  'const __later=load=>({get it(){const it=load();Object.defineProperty(this,"it",{value:it});return it}});';
/** Code of dist/lib/ finds what lies in dist/ as code of dist/ does. */
const MODULE_URL =
  "const moduleUrl_later=__later(()=>require('node:url').pathToFileURL(require('node:path').join(__dirname,'../index.cjs')).href);";
/** How esbuild writes that a name stands for what is imported from elsewhere. */
const IMPORTED = /\b(import_\w+)=(__toESM\(require\("[^"]+"\)(?:,1)?\)|require\("[^"]+"\))/g;

/**
 * A piece as CommonJS. What it imports, from other pieces and from Node itself, is loaded when one of its names is first used:
 * a run needs few of Node's modules, and loading those that it does not need takes longer than reading a model.
 */
function commonJs(piece) {
  const transform = (text, more) =>
    transformSync(text, {
      target: SHARED.target,
      supported: COMMON_JS.supported,
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
      ...more,
    }).code;
  const code = transform(piece, { format: 'cjs' });
  const names = [...code.matchAll(IMPORTED)].map(([, name]) => name);
  // Without their declarations the names stand for nothing, and esbuild puts others in their place wherever they are used.
  const declared = code.replace(IMPORTED, (_, name, value) => `${name}_later=__later(()=>${value})`);
  const define = Object.fromEntries([
    ['moduleUrl', 'moduleUrl_later.it'],
    ...names.map((name) => [name, `${name}_later.it`]),
  ]);
  const used = transform(declared, { define });
  return LATER + (used.includes('moduleUrl_later.it') ? MODULE_URL : '') + used;
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

async function buildInto(out) {
  rmSync(out, { recursive: true, force: true });
  const packages = {};
  const library = await build({
    ...COMMON_JS,
    entryPoints: ['src/index.ts'],
    outfile: join(out, 'index.cjs'),
    plugins: [
      JSON_AS_TEXT,
      fromLib((name) => {
        packages[libName(name)] = `package:${name}`;
        return libName(name);
      }),
    ],
  });
  await writeEsmDoor(out);
  // The names of pieces depend on the folder, which is the same wherever they are written.
  const programs = await build({
    ...PIECES,
    entryPoints: { ...PROGRAMS, ...packages },
    outdir: 'dist/lib',
    write: false,
    plugins: [PACKAGES, WITHOUT_UNUSED, JSON_AS_TEXT],
  });
  mkdirSync(join(out, 'lib'), { recursive: true });
  // In the order of their names; esbuild gives them in another one each time.
  const pieces = programs.outputFiles
    .map(({ path, text }) => ({ name: basename(path), text: commonJs(text) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, text } of pieces) writeFileSync(join(out, 'lib', name), text);
  const door = await build({
    ...SHARED,
    format: 'esm',
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.cjs',
    write: false,
    define: { BUILD: JSON.stringify(sha256(pieces.map(({ text }) => text).join('')).slice(0, 16)) },
  });
  writeFileSync(join(out, 'cli.cjs'), `#!/usr/bin/env node\n${commonJs(door.outputFiles[0].text)}`);
  chmodSync(join(out, 'cli.cjs'), 0o755);
  writeFileSync(join(out, 'action.cjs'), "require('./lib/action.cjs');\n");
  // Read when a name is first looked up.
  for (const names of ['library-names', 'reaching-names.json'])
    cpSync(join(root, 'src/assess', names), join(out, names), { recursive: true });
  // Node starts the thread from a file of its own.
  for (const name of ['byte-worker.cjs', 'folding-crc.cjs']) cpSync(join(root, 'src/bytes', name), join(out, name));
  copyGrammars(join(out, 'grammars'));
  const inputs = new Set([library, programs, door].flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(root, inputs));
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json', '--outDir', join(out, 'types')],
    { cwd: root, stdio: 'inherit' },
  );
}

/** Node cannot read the named exports off the minified library, so ES modules get a door that names them. */
async function writeEsmDoor(out) {
  const names = Object.keys(require(join(out, 'index.cjs'))).sort();
  writeFileSync(
    join(out, 'index.mjs'),
    `import library from './index.cjs';\nexport const { ${names.join(', ')} } = library;\n`,
  );
}

/** Grammars and the parser's own wasm lie where the code looks for them in dist/. */
function copyGrammars(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(root, 'vendor/grammars')).sort()) {
    if (file.endsWith('.wasm')) cpSync(join(root, 'vendor/grammars', file), join(folder, file));
  }
  const parser = dirname(require.resolve('web-tree-sitter'));
  cpSync(join(parser, 'web-tree-sitter.wasm'), join(folder, 'web-tree-sitter.wasm'));
}

const filesBelow = (folder, at = folder) =>
  readdirSync(at).flatMap((name) =>
    statSync(join(at, name)).isDirectory() ? filesBelow(folder, join(at, name)) : [relative(folder, join(at, name))],
  );

const dist = join(root, 'dist');
if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'modelbag-dist-'));
  try {
    await buildInto(fresh);
    const names = [...new Set([...filesBelow(fresh), ...(existsSync(dist) ? filesBelow(dist) : [])])].sort();
    const stale = names.filter(
      (name) =>
        !existsSync(join(fresh, name)) ||
        !existsSync(join(dist, name)) ||
        !readFileSync(join(fresh, name)).equals(readFileSync(join(dist, name))),
    );
    if (stale.length > 0) {
      process.stderr.write(
        `dist/ differs from a fresh build; run: npm run build\n${stale.map((name) => `  dist/${name}`).join('\n')}\n`,
      );
      process.exit(1);
    }
    process.stdout.write(`dist/ equals a fresh build (${names.length} files)\n`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
} else {
  await buildInto(dist);
  for (const name of filesBelow(dist)
    .filter((n) => !n.startsWith('types/'))
    .sort())
    process.stdout.write(`${String(statSync(join(dist, name)).size).padStart(9)}  dist/${name}\n`);
  process.stdout.write(`built ${basename(dist)}/\n`);
}
