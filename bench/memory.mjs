// Peak memory of `pack` with one 3 GB model (a sparse safetensors file). Target: under 250 MiB.
import { mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnce } from './pairs.mjs';

const BYTES = 3_000_000_000;
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const folder = mkdtempSync(join(process.env.MODELBAG_BENCH_DIR ?? tmpdir(), 'modelbag-memory-'));
try {
  mkdirSync(join(folder, 'repository'));
  const model = join(folder, 'repository', 'model.safetensors');
  const header = Buffer.from(
    JSON.stringify({ weight: { dtype: 'F32', shape: [BYTES / 4], data_offsets: [0, BYTES] } }),
  );
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, 0x20)]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const file = openSync(model, 'w');
  writeSync(file, Buffer.concat([length, padded]));
  truncateSync(model, 8 + padded.length + BYTES);
  const out = join(folder, 'out');
  const run = await runOnce([
    process.execPath,
    cli,
    'pack',
    join(folder, 'repository'),
    '--tag',
    'v1',
    '--out',
    out,
    '--quiet',
  ]);
  process.stdout.write(
    `pack of a 3 GB file: ${run.seconds.toFixed(1)} s, peak ${run.peakMiB.toFixed(0)} MiB (target 250), exit ${run.code}\n`,
  );
  process.exitCode = run.peakMiB < 250 && run.code !== 2 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
