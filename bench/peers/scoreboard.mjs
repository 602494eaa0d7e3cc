// Judges every case of a corpus with modelbag and its peers, prints the figures and writes them into docs/safety.md.
// usage: npm run scoreboard -- CORPUS [--peers FOLDER] [--cli dist/cli.cjs] [--without modelaudit]
// CORPUS holds hostile/ and models/ with one folder a case and its truth.json.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPeers, judgeOurselves, judgeWith, PEERS } from './peers.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ORDER = ['safe', 'library-classes', 'unknown', 'dangerous'];
const BEGIN = '<!-- scoreboard: begin -->';
const END = '<!-- scoreboard: end -->';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'string', default: join(tmpdir(), 'modelbag-peers') },
    cli: { type: 'string' },
    without: { type: 'string', multiple: true, default: [] },
  },
});
/** modelaudit alone takes longer than all others together. */
const COMPARED = PEERS.filter((name) => !values.without.includes(name));
const corpus = positionals[0];
if (corpus === undefined) throw new Error('usage: npm run scoreboard -- CORPUS [--peers FOLDER]');

/** The folder of a case; a copy where the case has symbolic links, which its truth names and the corpus does not store. */
function withLinks(folder, files) {
  const links = files.filter(({ symlink }) => symlink !== undefined);
  if (links.length === 0) return folder;
  const copy = mkdtempSync(join(tmpdir(), 'modelbag-case-'));
  copies.push(copy);
  cpSync(folder, copy, { recursive: true });
  for (const { path, symlink } of links) symlinkSync(symlink, join(copy, path));
  return copy;
}

/** Cases whose files are all there. */
function casesOf(kind) {
  const home = resolve(corpus, kind);
  return readdirSync(home)
    .sort()
    .flatMap((name) => {
      const truthPath = join(home, name, 'truth.json');
      if (!existsSync(truthPath)) return [];
      const truth = JSON.parse(readFileSync(truthPath, 'utf8'));
      const folder = withLinks(join(home, name), truth.files ?? []);
      const path = truth.entry ? join(folder, truth.entry) : folder;
      return existsSync(path) ? [{ kind, name, truth, path }] : [];
    });
}

const copies = [];
const cases = [...casesOf('hostile'), ...casesOf('models')];
const paths = cases.map(({ path }) => path);
installPeers(values.peers);
const ours = judgeOurselves(values.cli ?? join(root, 'dist/cli.cjs'), paths);
const peers = [];
for (const name of COMPARED) peers.push({ name, ...(await judgeWith(name, values.peers, paths)) });

const isHostile = ({ kind }) => kind === 'hostile';
const WORDS = { found: 'found', clean: 'passed', skipped: 'not read', error: 'gave up' };

/** Ours is right where the verdict is one that the truth allows. */
function allowed({ truth }, verdict) {
  if (truth.safety === 'dangerous') return verdict === 'dangerous';
  return [truth.safety, ...(truth.also_acceptable ?? [])].includes(verdict);
}
const limit = ({ truth }) =>
  Math.max(...[truth.safety, ...(truth.also_acceptable ?? [])].map((one) => ORDER.indexOf(one)), 0);

function summary() {
  const hostile = cases.filter(isHostile);
  const benign = cases.filter((one) => !isHostile(one));
  const verdict = ({ path }) => ours.get(path)?.safety.verdict;
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const rows = [
    [
      `modelbag ${version}`,
      hostile.filter((one) => allowed(one, verdict(one))).length,
      hostile.filter((one) => ours.get(one.path)?.safety.status !== 'complete' && !allowed(one, verdict(one))).length,
      hostile.filter((one) => verdict(one) === 'safe' && !allowed(one, 'safe')).length,
      benign.filter((one) => ORDER.indexOf(verdict(one)) > limit(one)).length,
    ],
    ...peers.map(({ name, version: v, outcomes }) => [
      `${name} ${v}`,
      hostile.filter(({ path }) => outcomes.get(path) === 'found').length,
      hostile.filter(({ path }) => ['skipped', 'error'].includes(outcomes.get(path))).length,
      hostile.filter((one) => outcomes.get(one.path) === 'clean' && !allowed(one, 'safe')).length,
      benign.filter(({ path }) => outcomes.get(path) === 'found').length,
    ]),
  ];
  return [
    `| | found, of ${hostile.length} hostile | gave up or did not read | passed a hostile file | accused, of ${benign.length} benign |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
}

function table(kind) {
  const head = ['case', 'truth', 'modelbag', ...COMPARED];
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...cases
      .filter((one) => one.kind === kind)
      .map((one) => {
        const model = ours.get(one.path);
        const own = model
          ? `${model.safety.verdict}${model.safety.status === 'complete' ? '' : `, ${model.safety.status}`}`
          : 'no answer';
        return `| ${[one.name, one.truth.safety, own, ...peers.map(({ outcomes }) => WORDS[outcomes.get(one.path)])].join(' | ')} |`;
      }),
  ];
}

const text = [
  BEGIN,
  ...summary(),
  '',
  'For modelbag, *found* is the verdict that the truth of the case demands (some hostile files are `unknown` by their truth),',
  'and *accused* is a verdict above what the truth allows. For the others, *found* is any issue that they report (modelaudit:',
  'warning or critical; fickling: likely unsafe or worse), for benign files as well.',
  '',
  '<details><summary>Every hostile case</summary>',
  '',
  ...table('hostile'),
  '',
  '</details>',
  '<details><summary>Every benign case</summary>',
  '',
  ...table('models'),
  '',
  '</details>',
  END,
].join('\n');
process.stdout.write(`${summary().join('\n')}\n`);
const page = join(root, 'docs', 'safety.md');
const before = readFileSync(page, 'utf8');
const [start, end] = [before.indexOf(BEGIN), before.indexOf(END)];
if (start < 0 || end < 0) throw new Error(`expected ${BEGIN} and ${END} in ${page}`);
writeFileSync(page, before.slice(0, start) + text + before.slice(end + END.length));
for (const copy of copies) rmSync(copy, { recursive: true, force: true });
