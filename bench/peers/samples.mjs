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

/**
 * Why the answers differ, each recognized by what either scanner reports; the first that applies counts. What is `dangerous`
 * on both sides is no difference.
 */
const GROUPS = [
  {
    name: 'given up there',
    why: 'the peer crashed, failed to parse the file, or took too long',
    applies: ({ outcome, verdict }) => verdict === 'dangerous' && outcome === 'error',
  },
  {
    name: 'not read there',
    why: 'the peer says that it read nothing',
    applies: ({ outcome, verdict }) => verdict === 'dangerous' && outcome === 'skipped',
  },
  {
    name: 'passed there',
    why: 'the peer read the file and does not look for this',
    applies: ({ verdict }) => verdict === 'dangerous',
  },
  {
    name: 'broken',
    why: 'it loads nowhere, or only partly, and nobody can say what it was meant to hold',
    applies: ({ kinds }) => kinds.some((kind) => BROKEN.has(kind)),
  },
  {
    name: 'no model',
    why: 'text or bytes of no format that is known here, templates and YAML among them: nobody can say what would read it as what',
    applies: ({ format }) => FALLBACKS.has(format),
  },
  {
    name: 'not read in full here',
    why: 'of a format, a filter or a size that is not read to the end here, and therefore not called safe',
    applies: ({ status }) => status !== 'complete',
  },
  {
    name: 'a name on no list',
    why: 'loading it runs a name that neither is known to be harmless nor to reach anything',
    applies: ({ kinds }) => kinds.includes('unknown-global'),
  },
  {
    name: 'program',
    why: 'it is a program, a graph or a template, which runs when it is used; nothing in it is known to reach anything',
    applies: ({ verdict }) => verdict === 'unknown',
  },
  {
    name: 'library',
    why: 'loading it runs classes and functions of well-known libraries, none of which reaches files, processes or the network',
    applies: ({ verdict }) => verdict === 'library-classes',
  },
  {
    name: 'no matter of loading',
    why: 'secrets, addresses, weak digests, licenses and names in text, and releases of frameworks with known weaknesses',
    applies: ({ why }) => /CVE-\d|hash|licen[sc]e|secret|api key|\bur[il]\b|policy|ratio|entries/i.test(why),
  },
  {
    name: 'data only',
    why: 'loading it makes values and runs nothing; what is warned of lies in strings, bytes or structure',
    applies: ({ verdict }) => verdict === 'safe',
  },
  { name: 'no answer', why: 'modelbag has no verdict', applies: () => true },
];
const FALLBACKS = new Set(['text', 'unknown']);
const BROKEN = new Set([
  'truncated',
  'invalid-structure',
  'zip-structure',
  'empty-file',
  'missing-file',
  'lfs-pointer',
  'not-a-model-page',
]);

/** Text of hostile files and of their scanners, in one line of Markdown. */
function quote(text, longest = 160) {
  // What tempfile, pytest and addresses of objects put into messages differs from run to run.
  const steady = String(text)
    .replaceAll(resolve(folder), '')
    .replaceAll(/\/tmp\/pytest-of-[^/]+\/pytest-\d+/g, '')
    .replaceAll(/\b0x[0-9a-f]{8,}\b/g, '0x…');
  const flat = [...steady.replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ').trim()];
  const short = flat.length > longest ? `${flat.slice(0, longest - 1).join('')}…` : flat.join('');
  // No fence of code can be ended from inside by another character than its own.
  return `\`${short.replaceAll('`', "'")}\``;
}

/** What modelbag reports, in words. */
function inOurWords({ verdict, status, loading, findings, globals }) {
  const answer = status === 'complete' ? verdict : `${verdict}, ${status}`;
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0];
  if (first !== undefined && verdict !== 'safe') return `${answer}: ${first.kind}, ${quote(first.message)}`;
  if (verdict === 'library-classes' && globals.length > 0) return `${answer}: ${quote(globals.join(', '))}`;
  return `${answer}: ${loading}${globals.length === 0 ? '' : ` of ${quote(globals.join(', '))}`}`;
}

installPeers(values.peers);
const rows = [];
const lists = [];
const counts = new Map(GROUPS.map(({ name }) => [name, new Map()]));
for (const peer of PEERS) {
  const home = resolve(folder, peer);
  if (!existsSync(home)) continue;
  const paths = filesBelow(home);
  const ours = judgeOurselves(values.cli ?? join(root, 'dist/cli.cjs'), paths);
  const { version, outcomes, reasons } = await judgeWith(peer, values.peers, paths);
  const answers = paths.map((path) => {
    const model = ours.get(path);
    const safety = model?.safety ?? { verdict: 'no answer', status: 'error', findings: [], globals: [] };
    const kinds = safety.findings.map(({ kind }) => kind);
    return {
      path,
      outcome: outcomes.get(path),
      why: reasons.get(path),
      format: model?.format.id,
      loading: model?.loading,
      ...safety,
      kinds,
    };
  });
  const found = answers.filter(({ outcome }) => outcome === 'found');
  const by = (list, wanted) => list.filter(({ verdict }) => verdict === wanted).length;
  const higher = answers.filter(({ outcome, verdict }) => outcome !== 'found' && verdict === 'dangerous');
  const [dangerous, unknown] = [by(found, 'dangerous'), by(found, 'unknown')];
  rows.push([
    `${peer} ${version}`,
    paths.length,
    found.length,
    dangerous,
    unknown,
    found.length - dangerous - unknown,
    higher.length,
  ]);
  for (const answer of [...found.filter(({ verdict }) => verdict !== 'dangerous'), ...higher]) {
    const { name } = GROUPS.find(({ applies }) => applies(answer));
    counts.get(name).set(peer, (counts.get(name).get(peer) ?? 0) + 1);
    const theirs = answer.why === '' ? answer.outcome : `${answer.outcome}, ${quote(answer.why)}`;
    const where = quote(relative(home, answer.path));
    lists.push(
      `- ${peer}: ${where}: ${theirs}. Here ${inOurWords(answer)}. *${name[0].toUpperCase()}${name.slice(1)}.*`,
    );
  }
}
const text = [
  BEGIN,
  '| samples of | files | it warns of | dangerous here | unknown here | lower here | dangerous here, passed or not read there |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
  `| difference | because | ${PEERS.join(' | ')} |`,
  `| --- | --- |${' ---: |'.repeat(PEERS.length)}`,
  ...GROUPS.filter(({ name }) => counts.get(name).size > 0).map(
    ({ name, why }) => `| ${name} | ${why} | ${PEERS.map((peer) => counts.get(name).get(peer) ?? 0).join(' | ')} |`,
  ),
  '',
  '<details><summary>Every difference: what its owner says first, what modelbag says, and why they differ</summary>',
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
