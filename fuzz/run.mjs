// Fuzzes every reader of the registry and the exporters behind it: `node fuzz/run.mjs [--rounds N] [--seed N] [--list] [TARGET…]`.
// A target is the id of a format; a format that is registered is one by that alone. The same seed gives the same rounds. A reader
// may find nothing but observations, and an exporter nothing but reasons, or copies that prove to be equal: an exception, a hang
// (20 s) or more than 512 MiB of heap is a fault, and its bytes are written to fuzz/faults/ (or MODELBAG_FUZZ_OUT).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { collectSeeds } from './seeds.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const ROUNDS = 40;
const HANG_MILLISECONDS = 20_000;
const HEAP_MIB = 512;
/** Formats without bytes to damage. */
const WITHOUT_SEED = new Set(['empty']);

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: String(ROUNDS) },
    seed: { type: 'string', default: '1' },
    list: { type: 'boolean' },
  },
  allowPositionals: true,
});

/** Readers and test doubles in one file, since the sources are TypeScript. */
async function bundleTo(folder) {
  const outfile = join(folder, 'readers.mjs');
  const lines = [
    "export { FORMATS } from './src/formats/registry.js';",
    "export { inspectModel } from './src/formats/inspect.js';",
    "export { openModelStructure } from './src/formats/open-contents.js';",
    "export { EXPORTERS } from './src/export/registry.js';",
    "export { exportModel } from './src/export/export-model.js';",
    "export { Unopenable } from './src/formats/open-model.js';",
    "export { FormatError } from './src/bytes/format-error.js';",
    "export { DEFAULT_LIMITS } from './src/bytes/limits.js';",
    "export { memoryAccess } from './test/formats/memory-access.js';",
    "export { cards, sampleOf } from './test/formats/card-samples.js';",
  ];
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    banner: {
      js: `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(${JSON.stringify(pathToFileURL(join(root, 'package.json')).href)});`,
    },
  });
  return pathToFileURL(outfile).href;
}

function keep({ target, round, name, bytes }) {
  if (!bytes) return '';
  const folder = process.env.MODELBAG_FUZZ_OUT ?? join(here, 'faults');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${target}-${values.seed}-${round}-${name.replaceAll('/', '_')}`);
  writeFileSync(path, bytes);
  return `\n  bytes: ${path}`;
}

/** Runs targets in one thread after the other: a hang or a full heap ends the thread, the next one goes on behind it. */
async function fuzz(bundle, targets) {
  const faults = [];
  let left = targets;
  while (left.length > 0) left = await runThread(bundle, left, faults);
  return faults;
}

function runThread(bundle, targets, faults) {
  return new Promise((resolve) => {
    const workerData = { bundle, targets, rounds: Number(values.rounds), seed: Number(values.seed) };
    const worker = new Worker(join(here, 'worker.mjs'), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    let at = { target: targets[0].target, round: -1 };
    let watch;
    const done = new Set();
    const end = (reason) => {
      clearTimeout(watch);
      worker.removeAllListeners();
      if (reason !== null) faults.push({ ...at, reason });
      const behind = targets.filter(({ target }) => !done.has(target) && (reason === null || target !== at.target));
      void worker.terminate().then(() => resolve(reason === null ? [] : behind));
    };
    worker.on('message', (message) => {
      clearTimeout(watch);
      watch = setTimeout(() => end(`no answer within ${HANG_MILLISECONDS} ms`), HANG_MILLISECONDS);
      if (message.kind === 'fault') faults.push(message);
      if (message.kind === 'round') at = { target: message.target, round: message.round };
      if (message.kind === 'done') done.add(message.target);
    });
    worker.on('error', (error) => end(String(error?.stack ?? error)));
    worker.on('exit', (code) =>
      end(done.size === targets.length ? null : `the thread ended by itself, with exit code ${code}`),
    );
  });
}

const folder = mkdtempSync(join(tmpdir(), 'modelbag-fuzz-'));
try {
  const bundle = await bundleTo(folder);
  const readers = await import(bundle);
  const seeds = await collectSeeds(join(root, 'test', 'fixtures'), readers);
  const wanted = [...seeds].filter(
    ([id]) => (positionals.length === 0 || positionals.includes(id)) && !WITHOUT_SEED.has(id),
  );
  const unknown = positionals.filter((id) => !seeds.has(id));
  const barren = wanted.filter(([, own]) => own.length === 0).map(([id]) => id);
  if (values.list) {
    for (const [id, own] of wanted) process.stdout.write(`${id} ${own.length}\n`);
  } else {
    const targets = wanted.filter(([, own]) => own.length > 0).map(([target, own]) => ({ target, seeds: own }));
    const faults = await fuzz(bundle, targets);
    for (const fault of faults)
      process.stderr.write(`${fault.target}, round ${fault.round}: ${fault.reason}${keep(fault)}\n`);
    process.stdout.write(
      `${targets.length} targets, ${values.rounds} rounds each, seed ${values.seed}: ${faults.length} faults\n`,
    );
    if (faults.length > 0) process.exitCode = 1;
  }
  for (const id of unknown) process.stderr.write(`no format has the id ${id}\n`);
  for (const id of barren)
    process.stderr.write(`${id} has nothing to damage: add a fixture of at most 96 KiB to test/fixtures\n`);
  if (unknown.length + barren.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
