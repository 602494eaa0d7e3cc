// Generated repositories, packed twice under other conditions (order of files, umask, zone, locale, folder, times) into the same
// bytes, and read back by our reader and by others: Python's zipfile and tarfile, bagit-python, bsdtar from a stream.
// Others that are not installed are skipped, and it says so; PYTHON names a Python that may have `bagit`.
// Usage: node test/long/round-trips.mjs [--runs 100] [--seed 1]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomOf } from './random.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 100);
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist/cli.cjs');
const python = process.env.PYTHON ?? 'python3';
const has = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
const readers = {
  python: has(python, '-c', 'import hashlib'),
  bagit: has(python, '-c', 'import bagit'),
  bsdtar: has('bsdtar', '--version'),
};
for (const [reader, isThere] of Object.entries(readers))
  if (!isThere) process.stdout.write(`skipped: ${reader} is not installed\n`);

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const expect = (isTrue, message) => {
  if (!isTrue) throw new Error(message);
};

/** What names are made of: what some system, tool or encoding stumbles over, and ordinary letters. */
const PIECES = [
  'a',
  'b',
  'Model',
  'train',
  '7',
  ' ',
  '.',
  '-',
  '_',
  '%',
  '%0A',
  '%25',
  'é',
  'e\u0301',
  'ß',
  '模',
  '🙂',
  '𝕏',
  '~',
]
  .concat([
    '+',
    '=',
    '@',
    ',',
    '(',
    '[',
    '#',
    '&',
    "'",
    '"',
    '?',
    '*',
    ':',
    '|',
    '<',
    '\\',
    '\t',
    '\n',
    '\r',
    '\u202e',
    '\u200b',
  ])
  .concat(['CON', 'nul.', 'COM1', 'x'.repeat(90), 'ö'.repeat(40), '..', '$(id)', '`', ';']);
const ENDINGS = ['', '.txt', '.py', '.csv', '.bin', '.json', '.md', '.onnx', '.tar.gz', '.', ' '];
/** Around the lengths where files are read, written or digested in another way. */
const SIZES = [0, 1, 511, 512, 513, 4096, 2 ** 18 - 1, 2 ** 18, 2 ** 18 + 1, 2 ** 20, 2 ** 21 + 1];
const LARGE_BYTES = 9 * 2 ** 20 + 12_345;

const pick = (random, list) => list[Math.floor(random() * list.length)];

function segment(random) {
  const text = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, PIECES)).join('');
  const name = `${text}${pick(random, ENDINGS)}`;
  return name === '.' || name === '..' || Buffer.byteLength(name) > 250 ? 'plain' : name;
}

/** Paths and contents; each content occurs once, so that it tells its file. */
function generate(random, seed) {
  const files = new Map();
  const count = random() < 0.1 ? 300 : Math.floor(random() * 40);
  const folders = new Set();
  for (let i = 0; i < count; i++) {
    const path = Array.from({ length: 1 + Math.floor(random() * 4) }, () => segment(random)).join('/');
    const parents = path.split('/').flatMap((_, n, all) => (n === 0 ? [] : all.slice(0, n).join('/')));
    if (files.has(path) || folders.has(path) || parents.some((parent) => files.has(parent))) continue;
    for (const parent of parents) folders.add(parent);
    const size =
      i === 0 && random() < 0.2 ? LARGE_BYTES : random() < 0.3 ? pick(random, SIZES) : Math.floor(random() * 3000);
    const own = Buffer.from(`${seed}-${i}\n`);
    const content = Buffer.concat([own, Buffer.alloc(Math.max(0, size - own.length), i)]);
    files.set(path, size === 0 ? Buffer.alloc(0) : content);
  }
  return files;
}

/** Puts the files into a folder in the given order, with times of their own. */
function place(files, folder, time) {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    utimesSync(join(folder, path), time, time);
  }
}

function pack(folder, out, { umask, env, cwd }) {
  const args = [
    cli,
    'pack',
    folder,
    '--tag',
    'v1.0',
    '--out',
    out,
    '--quiet',
    '--format',
    'json',
    '--fail-on',
    'never',
  ];
  mkdirSync(out, { recursive: true });
  const command = `umask ${umask}; exec "$0" "$@"`;
  const done = spawnSync('sh', ['-c', command, process.execPath, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(done.status === 0, `pack ended with ${done.status}: ${done.stderr.slice(0, 500)}`);
  return JSON.parse(done.stdout);
}

function verify(bag) {
  const done = spawnSync(process.execPath, [cli, 'verify', '--format', 'json', '--quiet', bag], { encoding: 'utf8' });
  const [{ verdict, problems, crate }] = JSON.parse(done.stdout);
  expect(
    verdict === 'valid' && crate.valid,
    `verify says ${verdict} ${JSON.stringify([problems, crate]).slice(0, 500)}`,
  );
}

function filesBelow(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}

/** Digests by path in the bag, as each other reader finds them. */
function* readByOthers(bag, work) {
  if (readers.python) {
    const done = spawnSync(python, [join(root, 'test/peers/read_digests.py'), bag], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(done.status === 0, `Python: ${done.stderr.slice(-500)}`);
    yield ['Python', new Map(Object.entries(JSON.parse(done.stdout)))];
  }
  if (readers.bsdtar) {
    const folder = join(work, 'streamed');
    mkdirSync(folder);
    // From a pipe: nothing to seek in.
    const done = spawnSync('sh', ['-c', 'cat "$1" | bsdtar -xf - -C "$2"', 'sh', bag, folder], { encoding: 'utf8' });
    expect(done.status === 0, `bsdtar: ${done.stderr.slice(0, 500)}`);
    yield ['bsdtar', new Map(filesBelow(folder).map((path) => [path, sha256(readFileSync(join(folder, path)))]))];
  }
  if (readers.bagit) {
    const done = spawnSync(python, [join(root, 'test/peers/bagit_check.py'), bag], { encoding: 'utf8' });
    expect(done.status === 0, `bagit-python: ${done.stdout.slice(0, 500)}${done.stderr.slice(-500)}`);
  }
}

const LAYOUTS = ['root', 'root', 'folder', 'tar'];
const ALGORITHMS = ['[sha256]', '[sha256]', '[sha256, sha512]', '[sha256, md5, sha1]'];

function roundTrip(seed, work) {
  const random = randomOf(seed);
  const files = generate(random, seed);
  const layout = pick(random, LAYOUTS);
  const config = `name: generated\ninclude: ["**"]\nbag: {layout: ${layout}, algorithms: ${pick(random, ALGORITHMS)}}\n`;
  files.set('.github/modelbag.yml', Buffer.from(config));
  const [here, there] = [join(work, 'here/repository'), join(work, 'elsewhere/deep down/other')];
  place(files, here, 1_600_000_000);
  place(new Map([...files].reverse()), there, 1_234_567);
  const first = pack(here, join(work, 'out'), { umask: '022', env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' }, cwd: work });
  const second = pack(there, join(work, 'other-out'), {
    umask: '077',
    env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'C', LANG: 'tr_TR.UTF-8', GITHUB_REPOSITORY: 'some/where', CI: 'true' },
    cwd: dirname(there),
  });
  expect(first.bag.sha256 === second.bag.sha256, 'two builds differ');
  expect(sha256(readFileSync(first.bag.path)) === first.bag.sha256, 'the digest is not that of the bag');
  verify(first.bag.path);
  const told = new Map(first.check.files.map(({ path, sha256: digest }) => [path, digest]));
  const refused = new Set(first.check.refused.map(({ path }) => path));
  const packed = [...files].filter(([path]) => !refused.has(path));
  for (const [path, content] of packed)
    expect(told.get(path) === sha256(content), `${JSON.stringify(path)} is not told`);
  for (const [reader, found] of readByOthers(first.bag.path, work)) {
    const payload = [...found].filter(([path]) => /(?:^|^[^/]+\/)data\//.test(path)).map(([, digest]) => digest);
    const digests = new Set(payload);
    for (const [path, content] of packed)
      expect(digests.has(sha256(content)), `${reader} does not find the content of ${JSON.stringify(path)}`);
    const folded = new Set([...found.keys()].map((path) => path.toLowerCase()));
    expect(folded.size === found.size, `${reader} finds names that differ in case alone`);
  }
  return { layout, packed: packed.length, refused: refused.size };
}

const work = mkdtempSync(join(tmpdir(), 'modelbag-round-trips-'));
const tally = { bags: 0, packed: 0, refused: 0 };
let failures = 0;
for (let i = 0; i < runs; i++) {
  const seed = Number(values.seed ?? 1) * 100_000 + i;
  const folder = join(work, `${seed}`);
  try {
    const { packed, refused } = roundTrip(seed, folder);
    tally.bags++;
    tally.packed += packed;
    tally.refused += refused;
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    failures++;
    process.stdout.write(`FAILED seed ${seed}: ${error.message}\n`);
  }
}
process.stdout.write(`${tally.bags} bags of ${tally.packed} files, ${tally.refused} refused; ${failures} failures\n`);
if (failures === 0) rmSync(work, { recursive: true, force: true });
else process.stdout.write(`kept ${work}\n`);
process.exitCode = failures === 0 ? 0 : 1;
