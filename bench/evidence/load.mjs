// The sources of this checkout as one module, so that no build is needed first.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export async function load() {
  const folder = join(root, 'node_modules', '.cache', 'modelbag-evidence');
  mkdirSync(join(folder, 'grammars'), { recursive: true });
  for (const name of readdirSync(join(root, 'vendor/grammars')).filter((file) => file.endsWith('.wasm')))
    cpSync(join(root, 'vendor/grammars', name), join(folder, 'grammars', name));
  cpSync(
    join(root, 'node_modules/web-tree-sitter/web-tree-sitter.wasm'),
    join(folder, 'grammars/web-tree-sitter.wasm'),
  );
  const outfile = join(folder, 'evidence.mjs');
  await build({
    stdin: {
      contents: `export { openTree } from './src/tree/open.ts'; export { collect } from './src/collect/collect.ts';
        export { gather } from './src/evidence/gather.ts'; export { DEFAULT_CONFIG } from './src/config.ts';
        export { inspectModel } from './src/formats/inspect.ts'; export { treeAccess } from './src/collect/tree-access.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
