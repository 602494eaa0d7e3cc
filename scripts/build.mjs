// Builds dist/ from src/: entries as CommonJS bundles, and every npm package that is loaded with a dynamic
// import as a file of its own under dist/lib/, so that it is parsed only when first used.
// `--check` builds into a temporary folder and compares it with the committed dist/ byte by byte.
import { execFileSync } from 'node:child_process';
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
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyLicenses } from './licenses.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const ENTRIES = {
  cli: 'src/cli/main.ts',
  program: 'src/cli/program.ts',
  index: 'src/index.ts',
  action: 'src/github/main.ts',
};

/** File name under dist/lib/ of a package: `@scope/name/sub` becomes `scope-name-sub`. */
const libName = (specifier) => specifier.replace(/^@/, '').replaceAll('/', '-');

/** Hands over a package whole; some can only be imported. */
function entryOf(name) {
  try {
    require.resolve(name);
    return `module.exports = require(${JSON.stringify(name)});`;
  } catch (error) {
    if (error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    return `export * from ${JSON.stringify(name)};`;
  }
}

/** Dynamic imports of packages and of other entries stay imports, of files beside. */
function separateFiles(packages, level) {
  return {
    name: 'separate-files',
    setup(builder) {
      builder.onResolve({ filter: /.*/ }, (args) => {
        if (args.kind !== 'dynamic-import' || args.path.startsWith('node:')) return undefined;
        if (!args.path.startsWith('.')) {
          packages.add(args.path);
          return { path: `${level}${libName(args.path)}.cjs`, external: true };
        }
        const source = resolve(args.resolveDir, args.path).replace(/\.js$/, '.ts');
        const entry = Object.entries(ENTRIES).find(([, file]) => join(root, file) === source);
        return entry ? { path: `./${entry[0]}.cjs`, external: true } : undefined;
      });
    },
  };
}

const SHARED = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // import() of CommonJS keeps default and named exports alike when it is lowered to require().
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
};

async function buildInto(out) {
  rmSync(out, { recursive: true, force: true });
  const packages = new Set();
  const inputs = new Set();
  for (const [name, file] of Object.entries(ENTRIES)) {
    const result = await build({
      ...SHARED,
      entryPoints: [file],
      outfile: join(out, `${name}.cjs`),
      plugins: [separateFiles(packages, './lib/')],
    });
    for (const input of Object.keys(result.metafile.inputs)) inputs.add(input);
  }
  await writeEsmDoor(out);
  const done = new Set();
  while (done.size < packages.size) {
    for (const name of [...packages].filter((p) => !done.has(p)).sort()) {
      done.add(name);
      const result = await build({
        ...SHARED,
        stdin: { contents: entryOf(name), resolveDir: root },
        outfile: join(out, 'lib', `${libName(name)}.cjs`),
        plugins: [separateFiles(packages, './')],
      });
      for (const input of Object.keys(result.metafile.inputs)) inputs.add(input);
    }
  }
  chmodSync(join(out, 'cli.cjs'), 0o755);
  // Read when a name is first looked up.
  cpSync(join(root, 'src/assess/library-names.json'), join(out, 'library-names.json'));
  // Node starts the thread from a file of its own.
  cpSync(join(root, 'src/bytes/digest-worker.cjs'), join(out, 'digest-worker.cjs'));
  copyGrammars(join(out, 'grammars'));
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
