// Compares modelbag with each peer on the peer's own public samples and writes the figures into docs/safety.md.
// usage: node bench/peers/samples.mjs FOLDER [--peers FOLDER] [--cli dist/cli.cjs]
// FOLDER has one folder of samples named after each peer: picklescan, modelscan, fickling, modelaudit. Files are read, never loaded.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPeers, judgeOurselves, judgeWith, PEERS } from './peers.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BEGIN = '<!-- samples: begin -->';
const END = '<!-- samples: end -->';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'string', default: join(tmpdir(), 'modelbag-peers') }, cli: { type: 'string' } },
});
const folder = positionals[0];
if (folder === undefined) throw new Error('usage: node bench/peers/samples.mjs FOLDER [--peers FOLDER]');

const filesBelow = (path) =>
  readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : [],
    );

installPeers(values.peers);
const rows = [];
const lists = [];
for (const name of PEERS) {
  const home = resolve(folder, name);
  if (!existsSync(home)) continue;
  const paths = filesBelow(home);
  const ours = judgeOurselves(values.cli ?? join(root, 'dist/cli.cjs'), paths);
  const { version, outcomes } = await judgeWith(name, values.peers, paths);
  const theirs = paths.filter((path) => outcomes.get(path) === 'found');
  const verdict = (path) => ours.get(path)?.safety.verdict ?? 'no answer';
  const by = (list, wanted) => list.filter((path) => verdict(path) === wanted).length;
  const lower = theirs.filter((path) => !['dangerous', 'unknown'].includes(verdict(path)));
  const higher = paths.filter((path) => outcomes.get(path) !== 'found' && verdict(path) === 'dangerous');
  rows.push([
    `${name} ${version}`,
    paths.length,
    theirs.length,
    by(theirs, 'dangerous'),
    by(theirs, 'unknown'),
    lower.length,
    higher.length,
  ]);
  const line = (path) =>
    `- ${name}: \`${relative(home, path)}\`, ${outcomes.get(path)} by ${name}, ${verdict(path)} here`;
  lists.push(...theirs.filter((path) => verdict(path) !== 'dangerous').map(line), ...higher.map(line));
}
const text = [
  BEGIN,
  '| samples of | files | it warns of | dangerous here | unknown here | lower here | dangerous here, passed or not read there |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
  '<details><summary>Every difference</summary>',
  '',
  ...lists,
  '',
  '</details>',
  END,
].join('\n');
process.stdout.write(`${text}\n`);
const page = join(root, 'docs', 'safety.md');
const before = readFileSync(page, 'utf8');
const [start, end] = [before.indexOf(BEGIN), before.indexOf(END)];
if (start < 0 || end < 0) throw new Error(`expected ${BEGIN} and ${END} in ${page}`);
writeFileSync(page, before.slice(0, start) + text + before.slice(end + END.length));
