// Compares two models with reading both files once:
// node bench/diff.mjs [--gib N] [--pairs N]. Needs 2 × N GiB of room in MODELBAG_BENCH_DIR or the temporary folder.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ratio, runOnce } from './pairs.mjs';

const { values } = parseArgs({
  options: { gib: { type: 'string', default: '4' }, pairs: { type: 'string', default: '5' } },
});
const TENSOR_BYTES = 2 ** 26;
const tensors = Math.round((Number(values.gib) * 2 ** 30) / TENSOR_BYTES);
const folder = mkdtempSync(join(process.env.MODELBAG_BENCH_DIR ?? tmpdir(), 'modelbag-diff-'));
const cli = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'cli.cjs');

/** Numbers that no compression and no equal block makes easier. */
function block(seed) {
  const numbers = new Float32Array(TENSOR_BYTES / 4);
  let state = seed;
  for (let i = 0; i < numbers.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    numbers[i] = state / 2 ** 32 - 0.5;
  }
  return Buffer.from(numbers.buffer);
}

/** A safetensors file of equal tensors under the names of `name`; the last number differs where `flip`. */
function write(path, name, flip) {
  const entries = Array.from({ length: tensors }, (_, i) => [
    name(i),
    { dtype: 'F32', shape: [TENSOR_BYTES / 4 / 1024, 1024], data_offsets: [i * TENSOR_BYTES, (i + 1) * TENSOR_BYTES] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)).padEnd(2 ** 16));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = openSync(path, 'w');
  for (const part of [length, header]) writeSync(file, part);
  for (let i = 0; i < tensors; i++) {
    const bytes = block(i + 1);
    if (flip && i === tensors - 1) bytes[bytes.length - 1] ^= 1;
    writeSync(file, bytes);
  }
  closeSync(file);
}

try {
  const [a, b] = ['a', 'b'].map((name) => join(folder, `${name}.safetensors`));
  write(a, (i) => `layer${i}.weight`, false);
  write(b, (i) => `layer${i}.weight`, true);
  const diff = [process.execPath, cli, 'diff', a, b, '--quiet', '--format', 'json'];
  const found = await ratio(['cat', a, b], diff, Number(values.pairs));
  const { peakMiB, code } = await runOnce(diff);
  const share = found.ratio.toFixed(2);
  process.stdout.write(
    `${values.gib} GiB against ${values.gib} GiB: diff ${found.b.toFixed(1)} s, reading both ${found.a.toFixed(1)} s, ratio ${share} (target 0.70), ${Math.round(peakMiB)} MiB (target < 400), exit ${code}\n`,
  );
  if (found.ratio < 0.7 || peakMiB >= 400 || code !== 1) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
