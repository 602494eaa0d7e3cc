// Lists the tensors of sparse files of 4 GiB and compares time and bytes read with the frameworks' own programs. Needs Linux, and for
// the peers a Python with safetensors, torch, onnx, h5py, numpy and gguf: `PYTHON=… node bench/headers.mjs [--write]`.
// `--write` puts the table into docs/performance.md. Targets of every row: at most the header and 1 MB read, at most 0.2 s beyond
// start-up; of the .pt file at most 0.1 times torch.load; of the inline ONNX file constant memory.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, runOnce } from './pairs.mjs';
import { WRITERS } from './sparse-files.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'dist', 'cli.cjs');
const { diskAccess, inspectModel } = createRequire(import.meta.url)(join(root, 'dist', 'index.cjs'));
const python = process.env.PYTHON ?? 'python3';
const RUNS = 7;
const ALLOWED_BYTES = 1_000_000;
const ALLOWED_SECONDS = 0.2;
const PEERS = {
  safetensors: ['safetensors'],
  GGUF: ['gguf'],
  PyTorch: ['torch-mmap', 'torch'],
  npz: ['numpy'],
  'ONNX, external data': ['onnx'],
  'ONNX, inline': ['onnx'],
  HDF5: ['h5py'],
};
const PEER_NAMES = {
  safetensors: 'safetensors (Python)',
  gguf: 'gguf (Python)',
  'torch-mmap': 'torch.load(mmap=True)',
  torch: 'torch.load',
  numpy: 'numpy.lib.format',
  onnx: 'onnx.load',
  h5py: 'h5py visititems',
};

/** Every file, HDF5 where Python can write it. */
function writeFiles(folder) {
  const files = WRITERS.map((write) => write(folder));
  const path = join(folder, 'model.h5');
  try {
    execFileSync(python, [join(root, 'bench', 'peers.py'), 'write-hdf5', path], { stdio: 'ignore' });
    // Object headers and the B-tree lie between the values.
    const stored = statSync(path).blocks * 512;
    files.push({ format: 'HDF5', path, header: stored });
  } catch {
    process.stderr.write('HDF5 left out: needs a Python with h5py\n');
  }
  return files;
}

/** Bytes that listing reads, counted at the only door to bytes. */
async function bytesRead(path) {
  let bytes = 0;
  const disk = diskAccess();
  const open = async (file) => {
    const source = await disk.open(file);
    return {
      size: source.size,
      close: () => source.close(),
      read(start, end) {
        bytes += end - start;
        return source.read(start, end);
      },
    };
  };
  const inspection = await inspectModel(path, { ...disk, open });
  return { bytes, tensors: inspection.contents.tensors.length, status: inspection.status };
}

const listing = (path) => [process.execPath, cli, 'inspect', '--tensors', '--format', 'json', path];

/** Seconds of processor time of one process, as the shell counts them. */
function processorSeconds(command) {
  const script = '"$@" >/dev/null 2>&1; times';
  const output = execFileSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' });
  const [, children = ''] = output.trim().split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * minutes + +seconds,
    0,
  );
}

/** Listing the file, and listing one of the same format that holds next to nothing: processor time, which other work on the machine does not lengthen. */
async function measure(file, tiny) {
  const [whole, start] = [[], []];
  const { peakMiB } = await runOnce(listing(file.path));
  for (let i = 0; i < RUNS; i++) {
    start.push(processorSeconds(listing(tiny)));
    whole.push(processorSeconds(listing(file.path)));
  }
  return {
    whole: median(whole),
    beyond: Math.max(0, median(whole) - median(start)),
    peakMiB,
    ...(await bytesRead(file.path)),
  };
}

function measurePeer(peer, path) {
  try {
    const runs = [1, 2, 3].map(() =>
      JSON.parse(
        execFileSync(python, [join(root, 'bench', 'peers.py'), peer, path], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      ),
    );
    return runs.sort((a, b) => a.seconds - b.seconds)[1];
  } catch {
    return null;
  }
}

/** Processor time of a Python that imports torch and loads the file, as a user runs it; null without torch. */
function wholeTorch(path) {
  const program = 'import sys, torch\ntorch.load(sys.argv[1], weights_only=True)\nprint("loaded")';
  try {
    execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
    return median([1, 2, 3].map(() => processorSeconds([python, '-c', program, path])));
  } catch {
    return null;
  }
}

const kilobytes = (bytes) =>
  bytes < 10_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(0)} MB`;
const shownSeconds = (seconds) => (seconds < 0.1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`);

function tableOf(rows) {
  const lines = rows.map(({ format, size, header, ours, peers }) => {
    const others = peers.map(({ name, result }) =>
      result
        ? `${name}: ${shownSeconds(result.seconds)}, ${kilobytes(result.bytes)}, ${result.peakMiB.toFixed(0)} MiB`
        : `${name}: not installed`,
    );
    return `| ${format} | ${(size / 2 ** 30).toFixed(1)} GiB, ${ours.tensors} tensors | ${kilobytes(header)} | ${kilobytes(ours.bytes)} | ${shownSeconds(ours.beyond)} | ${shownSeconds(ours.whole)}, ${ours.peakMiB.toFixed(0)} MiB | ${others.join('<br>')} |`;
  });
  return [
    '| Format | File | Header | modelbag reads | beyond start-up | with start-up, memory | peer: call, bytes read, memory |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    ...ratiosOf(rows.find(({ format }) => format === 'PyTorch')),
  ].join('\n');
}

/** The `.pt` file beside torch.load, without and with what starting the two programs takes. */
function ratiosOf({ ours, peers, torchProcess }) {
  const torch = peers.find(({ peer }) => peer === 'torch')?.result;
  if (!torch || torchProcess === null) return [];
  const ratio = (a, b) => (a / b).toFixed(2);
  return [
    '',
    `Listing the \`.pt\` file takes ${ratio(ours.beyond, torch.seconds)} times as long as \`torch.load\`, both without start-up, and ${ratio(ours.whole, torchProcess)} times as long as a`,
    `Python that imports torch and loads it (${shownSeconds(ours.whole)} and ${shownSeconds(torchProcess)}), both with their start-up.`,
  ];
}

const INTRO = `## Listing the tensors of a large file

\`modelbag inspect --tensors\` of sparse files, written by \`PYTHON=… node bench/headers.mjs --write\` (${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}).
*Header*: what the format itself needs to describe its tensors. *Beyond start-up*: less the time for a file of the same format with
almost nothing in it, median of ${RUNS} runs, processor time. Peers are timed without their imports, in Python, processor time too; what they map into memory is not among
the bytes that they read.
`;

/** The part of docs/performance.md that this program writes; the rest stays. */
function writeDocument(table) {
  const path = join(root, 'docs', 'performance.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '# Performance\n';
  const [begin, end] = ['<!-- headers:begin, written by bench/headers.mjs -->', '<!-- headers:end -->'];
  const part = `${begin}\n${INTRO}\n${table}\n${end}`;
  const from = text.indexOf(begin);
  const next =
    from < 0
      ? `${text.trimEnd()}\n\n${part}\n`
      : `${text.slice(0, from)}${part}${text.slice(text.indexOf(end) + end.length)}`;
  writeFileSync(path, next);
}

const folder = mkdtempSync(join(process.env.MODELBAG_BENCH_DIR ?? tmpdir(), 'modelbag-headers-'));
const faults = [];
try {
  const rows = [];
  const tiny = join(root, 'bench', 'tiny');
  for (const file of writeFiles(folder)) {
    const own = {
      safetensors: 'tiny.safetensors',
      GGUF: 'tiny.gguf',
      PyTorch: 'tiny.pt',
      npz: 'tiny.npz',
      HDF5: 'tiny.h5',
    };
    const ours = await measure(file, join(tiny, own[file.format] ?? 'tiny.onnx'));
    const peers = PEERS[file.format].map((peer) => ({
      peer,
      name: PEER_NAMES[peer],
      result: measurePeer(peer, file.path),
    }));
    const external = existsSync(`${file.path}.data`) ? statSync(`${file.path}.data`).size : 0;
    const torchProcess = file.format === 'PyTorch' ? wholeTorch(file.path) : null;
    rows.push({ ...file, size: statSync(file.path).size + external, ours, peers, torchProcess });
    if (ours.status !== 'complete') faults.push(`${file.format}: ${ours.status}`);
    if (ours.bytes > file.header + ALLOWED_BYTES) faults.push(`${file.format}: ${ours.bytes} bytes read`);
    if (ours.beyond > ALLOWED_SECONDS) faults.push(`${file.format}: ${ours.beyond} s beyond start-up`);
    const torch = peers.find(({ peer }) => peer === 'torch')?.result;
    // Both without what their runtimes need to start, then both with it.
    if (torch && ours.beyond > 0.1 * torch.seconds)
      faults.push(`${file.format}: ${(ours.beyond / torch.seconds).toFixed(2)} times torch.load`);
    if (torchProcess && ours.whole > 0.1 * torchProcess)
      faults.push(`${file.format}: ${(ours.whole / torchProcess).toFixed(2)} times a whole process with torch.load`);
  }
  const table = tableOf(rows);
  process.stdout.write(`${table}\n`);
  if (process.argv.includes('--write')) writeDocument(table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) process.stderr.write(`missed: ${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
