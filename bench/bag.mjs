// Writing and verifying bags beside what people use instead, in one run, medians of pairs. Writes the table into
// docs/performance.md with --write. Needs openssl, zip, unzip; 7z and a Python with bagit and rocrate where they are to be compared
// (PYTHON names it), and `npm ci`. The targets are multiples of a digest, so it works in memory where there is enough of it:
// MODELBAG_BENCH_DIR chooses a disk instead, with four times MODELBAG_BENCH_BYTES (2.5 GiB). Bags that are read back wait for it.
import { spawnSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus, freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { median, runOnce } from './pairs.mjs';
import { writeSection } from './section.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.cjs');
const python = process.env.PYTHON ?? 'python3';
const BYTES = Number(process.env.MODELBAG_BENCH_BYTES ?? 2.5 * 2 ** 30);
const PAIRS = Number(process.env.MODELBAG_BENCH_PAIRS ?? 5);
/** Only the comparisons whose words fit. */
const ONLY = new RegExp(process.env.MODELBAG_BENCH_ONLY ?? '');
const SMALL_FILES = 5000;

const TMPFS = 0x01021994;
const isInMemory = (folder) => statfsSync(folder).type === TMPFS;
const MEMORY = '/dev/shm';
const hasMemory = freemem() > 6 * BYTES && existsSync(MEMORY) && isInMemory(MEMORY);
const place = process.env.MODELBAG_BENCH_DIR ?? (hasMemory ? MEMORY : tmpdir());
const title = `Writing and verifying bags ${isInMemory(place) ? 'in memory' : 'on a disk'}`;

const work = mkdtempSync(join(place, 'modelbag-bench-'));
const at = (name) => join(work, name);
const shell = (command) => ['sh', '-c', command];
const has = (...command) => spawnSync(command[0], command.slice(1), { stdio: 'ignore' }).status === 0;

/** The writer without the program around it. */
async function bundleWriter() {
  await build({
    entryPoints: [join(root, 'bench/write-plan.ts')],
    outfile: at('write-plan.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    external: ['archiver'],
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  for (const name of ['byte-worker.cjs', 'folding-crc.cjs']) copyFileSync(join(root, 'src/bytes', name), at(name));
}

/** Incompressible files, and the plan of their bag as `pack` has it before it writes. */
function prepare(name, files) {
  const members = [];
  for (const [path, size] of files) {
    mkdirSync(join(at(name), path, '..'), { recursive: true });
    members.push({
      path: `data/${path}`,
      size,
      sha256: fill(join(at(name), path), size),
      content: { from: 'tree', path },
    });
  }
  const text = (path, content) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    members.push({ path, size: Buffer.byteLength(content), sha256, content: { from: 'text', text: content } });
  };
  const manifest = (wanted) =>
    members
      .filter(wanted)
      .map((member) => `${member.sha256}  ${member.path}\n`)
      .sort()
      .join('');
  text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  text(
    'manifest-sha256.txt',
    manifest(({ path }) => path.startsWith('data/')),
  );
  text(
    'tagmanifest-sha256.txt',
    manifest(({ path }) => !path.startsWith('data/')),
  );
  writeFileSync(at(`${name}.json`), JSON.stringify(members));
}

function fill(path, size) {
  const hash = createHash('sha256');
  const block = Buffer.alloc(1 << 20);
  const file = openSync(path, 'w');
  for (let left = size; left > 0; left -= block.length) {
    const part = randomFillSync(block).subarray(0, Math.min(left, block.length));
    hash.update(part);
    writeSync(file, part);
  }
  closeSync(file);
  return hash.digest('hex');
}

/** Into the page cache: reading from disks is not what is compared. */
function warm(path) {
  const block = Buffer.alloc(1 << 20);
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) warm(join(path, name));
    return;
  }
  const file = openSync(path);
  while (readSync(file, block) > 0);
  closeSync(file);
}

const rows = [];
let failed = false;

/** Runs ours and theirs in turns; `clean` are files that must not be there before a run. */
async function compare(what, ours, theirs, { target, clean = [], pairs = PAIRS } = {}) {
  if (!ONLY.test(`${what} ${ours[0]} ${theirs[0]}`)) return;
  const once = async (command) => {
    for (const name of clean) rmSync(at(name), { recursive: true, force: true });
    const run = await runOnce(command, { cwd: work });
    if (run.code !== 0) throw new Error(`exit ${run.code}: ${command.join(' ')}`);
    return run;
  };
  const found = [];
  for (let i = 0; i < pairs; i++) found.push([await once(ours[1]), await once(theirs[1])]);
  const ratio = median(found.map(([a, b]) => a.seconds / b.seconds));
  const medians = (key) => [0, 1].map((side) => median(found.map((pair) => pair[side][key])).toFixed(2));
  const seconds = medians('seconds');
  const peak = Math.max(...found.map(([a]) => a.peakMiB)).toFixed(0);
  failed ||= target !== undefined && ratio > target;
  rows.push([
    what,
    ours[0],
    theirs[0],
    `${seconds[0]} s`,
    `${seconds[1]} s`,
    ratio.toFixed(2),
    target ? `≤ ${target}` : '',
    // A shell does not tell what its programs took until they have ended.
    medians('processor')
      .map((median, side) => ([ours, theirs][side][1][0] === 'sh' ? '–' : median))
      .join(' / '),
    `${peak} MiB`,
  ]);
  process.stdout.write(`${rows.at(-1).join(' | ')}\n`);
}

try {
  await bundleWriter();
  prepare('big', [['model.bin', BYTES]]);
  prepare(
    'small',
    Array.from({ length: SMALL_FILES }, (_, i) => [`d${i % 50}/f${i}.py`, 2000 + ((i * 7919) % 8600)]),
  );
  warm(at('big'));
  warm(at('small'));
  // Memory that a virtual machine has not used yet takes its host long to give: no writer is to be the first.
  copyFileSync(at('big/model.bin'), at('ours.zip'));
  rmSync(at('ours.zip'));
  const gib = (BYTES / 2 ** 30).toFixed(1);
  const write = (name, ...flags) => [
    process.execPath,
    at('write-plan.cjs'),
    at(`${name}.json`),
    at(name),
    at('ours.zip'),
    ...flags,
  ];
  const openssl = ['openssl dgst -sha256', ['openssl', 'dgst', '-sha256', at('big/model.bin')]];
  const bySum = (name) => [
    'sha256sum, zip -0',
    shell(`cd ${name} && find . -type f -print0 | xargs -0 sha256sum > ../sums && zip -0qrX ../theirs.zip .`),
  ];
  const clean = ['ours.zip', 'theirs.zip', 'theirs'];
  const alone = ['digest, check, write', write('big')];
  await compare(`write ${gib} GiB`, alone, openssl, { target: 1.25, clean });
  await compare(`write ${gib} GiB`, ['the same, read back', write('big', '--read-back')], openssl, {
    target: 2.4,
    clean,
  });
  // What the machine itself takes to copy, and to keep a copy on its disk.
  await compare(`write ${gib} GiB`, alone, ['cp (no digests)', ['cp', at('big/model.bin'), at('theirs')]], { clean });
  await compare(
    `write ${gib} GiB`,
    ['the same, read back', write('big', '--read-back')],
    ['dd conv=fsync (no digests)', ['dd', `if=${at('big/model.bin')}`, `of=${at('theirs')}`, 'bs=1M', 'conv=fsync']],
    { clean },
  );
  await compare(`write ${gib} GiB`, alone, bySum('big'), { target: 0.2, clean, pairs: 3 });
  await compare(
    `write ${SMALL_FILES} files`,
    ['digest, check, write', write('small')],
    ['zip -0', shell('cd small && zip -0qrX ../theirs.zip .')],
    { target: 2, clean },
  );
  if (has('7z', 'i'))
    await compare(
      `write ${gib} GiB`,
      alone,
      ['7z -mx0 (no digests)', ['7z', 'a', '-tzip', '-mx0', '-bso0', '-bsp0', at('theirs.zip'), at('big')]],
      { clean, pairs: 3 },
    );
  if (has(python, '-c', 'import bagit')) {
    const bagit = (name) =>
      shell(
        `cp -rl ${name} theirs && ${python} -c "import bagit; bagit.make_bag('theirs', checksums=['sha256'])" && cd theirs && zip -0qrX ../theirs.zip .`,
      );
    await compare(`write ${gib} GiB`, alone, ['bagit-python, zip -0', bagit('big')], { clean, pairs: 3 });
    await compare(
      `write ${SMALL_FILES} files`,
      ['digest, check, write', write('small')],
      ['bagit-python, zip -0', bagit('small')],
      { clean, pairs: 3 },
    );
  }
  if (has(python, '-c', 'import rocrate')) {
    const crate = (name) => [
      python,
      '-c',
      `from rocrate.rocrate import ROCrate\ncrate = ROCrate()\ncrate.add_tree('${name}', '${name}')\ncrate.write_zip('theirs.zip')`,
    ];
    await compare(
      `write ${SMALL_FILES} files`,
      ['digest, check, write', write('small')],
      ['ro-crate-py (no digests, deflates)', crate('small')],
      { clean, pairs: 3 },
    );
  }
  await runOnce(write('big', '--read-back'), { cwd: work });
  const verify = ['modelbag verify, in place', [process.execPath, cli, 'verify', '--quiet', at('ours.zip')]];
  const unpack = [
    'unzip, sha256sum -c',
    shell(
      'mkdir theirs && cd theirs && unzip -qq ../ours.zip && sha256sum -c --quiet manifest-sha256.txt tagmanifest-sha256.txt',
    ),
  ];
  await compare(`verify ${gib} GiB`, verify, unpack, { target: 0.15, clean: ['theirs'], pairs: 3 });
  await compare(
    `verify ${gib} GiB`,
    verify,
    ['openssl dgst -sha256 of the zip', ['openssl', 'dgst', '-sha256', at('ours.zip')]],
    { target: 1.5 },
  );
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  const header = ['what', 'ours', 'theirs', 'ours', 'theirs', 'ratio', 'target', 'processor, s', 'our peak memory'];
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const text = `Medians of ${PAIRS} pairs (at most 3 for the slow ones), files in ${isInMemory(place) ? 'a tmpfs' : 'the page cache'}, whole processes with their start. ${machine}.\n\n${table}\n`;
  process.stdout.write(`\n${text}`);
  if (process.argv.includes('--write')) writeSection(join(root, 'docs/performance.md'), title, text);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
