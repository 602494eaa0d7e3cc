// Compares the evidence found in real repositories with labels made by hand, and prints each disagreement.
// usage: node bench/evidence/score.mjs LABELS REPOSITORIES [name]
//   LABELS        folder of <owner>+<name>.truth.json
//   REPOSITORIES  folder with each of them as <owner>+<name>: a checkout at the labeled commit, or a bare git directory
//                 (itself or in `repo`), which is read at that commit
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from './load.mjs';

const [labels, repositories, only = ''] = process.argv.slice(2);
if (labels === undefined || repositories === undefined) {
  process.stderr.write('usage: node bench/evidence/score.mjs LABELS REPOSITORIES [name]\n');
  process.exit(2);
}

const totals = new Map();
const count = (kind, outcome, by = 1) => {
  const row = totals.get(kind) ?? { right: 0, missed: 0, extra: 0 };
  row[outcome] += by;
  totals.set(kind, row);
};
const say = (text) => process.stdout.write(`${text}\n`);

/** Pairs labels with rows; what is left over on either side is said. */
function compare(kind, truth, found, fits, show, { extraCounts = true } = {}) {
  const left = [...found];
  for (const label of truth) {
    const at = left.findIndex((row) => fits(label, row));
    if (at < 0) {
      count(kind, 'missed');
      say(`  - ${kind}: missed ${show(label)}`);
      continue;
    }
    count(kind, 'right');
    // Several rows of one place (one for each library) answer one label.
    for (let i = left.length - 1; i >= 0; i--) if (fits(label, left[i])) left.splice(i, 1);
  }
  if (extraCounts) count(kind, 'extra', left.length);
  for (const row of left) say(`  + ${kind}${extraCounts ? '' : ' (not labeled)'}: ${show(row)}`);
}

const place = (row) => `${row.path}:${row.cell === undefined ? row.line : `cell ${row.cell}`}`;
const samePlace = (label, row) =>
  label.path === row.path &&
  (label.cell === undefined ? Math.abs(label.line - row.line) <= 0 : label.cell === row.cell);

/** `config.seed (42)` is either its text or its number; `seed (None by default)` its text or nothing. */
function sameValue(label, row) {
  const text = String(label);
  const [, expression, inside] = /^(.*?)(?: \((.*)\))?$/s.exec(text) ?? [];
  const shown = String(row);
  return (
    [text, expression, inside].includes(shown) ||
    (/^None/.test(inside ?? '') && row === null) ||
    (row !== null && text.includes(shown) && shown.length > 3)
  );
}

const SCOPES = { 'hyperparameter search': 'other' };
const plainScope = (scope) => SCOPES[scope] ?? scope.replace(/ \(.*$/, '');

function seeds(truth, evidence) {
  const labels = truth.seeds;
  compare(
    'seeds',
    labels,
    evidence.seeds.filter(({ scope, how }) => scope !== 'test' && how !== 'recorded'),
    (l, r) => samePlace(l, r) && sameValue(l.value, r.value),
    (r) => `${place(r)} ${r.library} = ${r.value} (${r.how}, ${r.scope}${r.grade ? `, ${r.grade}` : ''})`,
  );
  for (const label of labels) {
    const rows = evidence.seeds.filter((row) => samePlace(label, row));
    if (rows.length === 0) continue;
    const right = rows.some(({ scope }) => scope === plainScope(label.scope));
    count('scope of a found seed', right ? 'right' : 'missed');
    if (!right) say(`  - scope: ${place(label)} is ${label.scope}, found ${rows.map(({ scope }) => scope).join(', ')}`);
  }
}

function roles(truth, evidence) {
  const byPath = new Map(evidence.scripts.map((script) => [script.path, script]));
  for (const label of truth.scripts) {
    const role = label.role.replace(/ \(.*$/, '');
    const found = byPath.get(label.path)?.role ?? 'other';
    const kind = role === 'train' || role === 'evaluate' ? 'roles train, evaluate' : 'other roles';
    count(kind, found === role ? 'right' : 'missed');
    if (found !== role) say(`  - role: ${label.path} is ${label.role}, found ${found}`);
  }
  const labeled = new Map(truth.scripts.map((script) => [script.path, script.role]));
  for (const { path, role } of evidence.scripts)
    if ((role === 'train' || role === 'evaluate') && !labeled.has(path)) say(`  + role (not labeled): ${path} ${role}`);
}

/** A label names the script that wrote a model, or says in words that there is none. */
function links(truth, evidence) {
  for (const model of truth.models) {
    const [, script] = /^(\S+\.(?:py|R|jl|ipynb|qmd|Rmd))(?:$| \()/.exec(model.produced_by ?? '') ?? [];
    const found = evidence.scripts
      .filter(({ writes }) => writes.some((write) => write.model === model.path))
      .map(({ path }) => path);
    const wanted = script === undefined ? [] : [script];
    const right = wanted.every((path) => found.includes(path));
    if (wanted.length > 0) count('links of models to scripts', right ? 'right' : 'missed');
    const extra = found.filter((path) => !wanted.includes(path));
    count('links of models to scripts', 'extra', extra.length);
    if (!right || extra.length > 0)
      say(`  - link: ${model.path} by ${model.produced_by}, found ${found.join(', ') || 'nothing'}`);
  }
  for (const label of truth.scripts) {
    const wanted = label.writes.filter((text) => MODEL_FILE.test(text));
    if (wanted.length === 0 || label.role !== 'train') continue;
    const writes = evidence.scripts.find(({ path }) => path === label.path)?.writes ?? [];
    const known = writes.some((write) => wanted.some((text) => sharesName(text, write)));
    count('writes of scripts', known ? 'right' : 'missed');
    if (!known)
      say(
        `  - writes: ${label.path} writes ${wanted.join(', ')}, found ${writes.map(({ model, pattern }) => model ?? pattern ?? '?').join(', ') || 'nothing'}`,
      );
  }
}
const MODEL_FILE = /\.(pt|pth|bin|pkl|h5|hdf5|rds|ckpt|jit|keras|best)\b/;
/** Names compared with every hole of either side left out. */
const plainName = (text) =>
  text
    .split('/')
    .at(-1)
    .replace(/\{[^}]*\}|<[^>]*>|\*/g, '')
    .toLowerCase();
const sharesName = (label, { model, pattern }) => {
  const [wanted] = label.split(/[ :](?=[a-z(])/);
  return (
    [model, pattern].some(
      (found) => found !== undefined && (plainName(found) === plainName(wanted) || wanted === found),
    ) ||
    (pattern === undefined &&
      new RegExp(
        `^${wanted
          .split('/')
          .at(-1)
          .split(/\{[^}]*\}/)
          .map((part) => part.replace(/[.()+]/g, '\\$&'))
          .join('.*')}$`,
      ).test(model?.split('/').at(-1) ?? ''))
  );
};

function sources(truth, evidence) {
  const fromCode = ({ path }) => /\.(py|R|ipynb|qmd|Rmd|sh|bat|jl)$/i.test(path);
  const isBonus = ({ kind }) => kind.startsWith('other');
  const fits = (label, row) =>
    label.path === row.path &&
    (label.cell !== undefined || label.line === row.line || label.value === row.value) &&
    (label.value.includes(row.value) ||
      row.value.includes(label.value.split(' ')[0].replace(/^\.\.\//, '')) ||
      // Labels tell of databases in words: "schema content, table bike_model_data".
      (row.value.startsWith('database ') && row.value.split(/\W+/).every((word) => label.value.includes(word))));
  const show = (row) => `${place(row)} ${row.kind} ${row.value}`;
  const required = truth.data_sources.filter((label) => fromCode(label) && !isBonus(label));
  const bonus = truth.data_sources.filter((label) => fromCode(label) && isBonus(label));
  const found = evidence.dataSources.filter(fromCode);
  const rest = found.filter((row) => !bonus.some((label) => fits(label, row)));
  compare('data sources in code', required, rest, fits, show);
  const elsewhere = truth.data_sources.filter((label) => !fromCode(label));
  compare(
    'data sources elsewhere',
    elsewhere,
    evidence.dataSources.filter((row) => !fromCode(row)),
    fits,
    show,
    { extraCounts: false },
  );
}

/** The answer for the repository is the worst of its programs that train. */
function training(truth, evidence) {
  const wanted = /^(yes|no|partly|not needed|unknown)\b/.exec(truth.training_seeded_by_default)?.[1].replace(' ', '-');
  const answers = evidence.training.filter(({ script }) => script !== undefined);
  const order = ['no', 'partly', 'unknown', 'yes', 'not-needed'];
  const worst = order.find((answer) => answers.some(({ seeded }) => seeded === answer)) ?? 'unknown';
  count('training seeded', worst === wanted ? 'right' : 'missed');
  if (worst !== wanted) say(`  - training: ${truth.training_seeded_by_default}, found ${worst}`);
  for (const { script, seeded, why } of answers) say(`    ${script}: ${seeded} (${why.slice(0, 220)})`);
}

const PINNED = { P4: 'yes', P3: 'yes', P2: 'partly', P1: 'no', P0: 'no', PX: 'no' };

/** Lockfiles of another language are labeled "no": they say nothing of the model, and not to list them is right. */
function environments(truth, evidence) {
  for (const { path, truly_pinned: wanted, why } of truth.environment) {
    const found = evidence.environments.find((row) => row.path === path);
    if (found === undefined && wanted === 'no') continue;
    const grade = found === undefined ? undefined : PINNED[found.grade];
    count('environments and grades', grade === wanted ? 'right' : 'missed');
    if (grade === wanted) continue;
    if (found !== undefined) count('environments and grades', 'extra');
    say(`  - environment: ${path} is pinned ${wanted} (${why}), found ${found?.grade ?? 'nothing'}`);
  }
  const labeled = new Set(truth.environment.map(({ path }) => path));
  for (const { path, grade } of evidence.environments)
    if (!labeled.has(path)) say(`  + environment (not labeled): ${path} ${grade}`);
  const best = ['yes', 'partly', 'no'].find((exact) => evidence.framework.some((row) => row.exact === exact)) ?? 'no';
  count('framework pinned', best === truth.framework_pinned.value ? 'right' : 'missed');
  if (best !== truth.framework_pinned.value) say(`  - framework: ${truth.framework_pinned.why}, found ${best}`);
}

const PLAIN_SPDX = (name) => name?.replace(/-(only|or-later)$/, '') ?? null;

function documents(truth, evidence) {
  const { license, citation } = evidence.documents;
  const { file = null, spdx = null, note = '' } = truth.licence ?? {};
  const inComments = /only in .*(header|comment)/.test(note);
  const right =
    (inComments || PLAIN_SPDX(license?.spdx) === PLAIN_SPDX(spdx)) && (file === null || license?.path === file);
  count('license', right ? 'right' : 'missed');
  if (!right) say(`  - license: ${spdx} in ${file} (${note}), found ${license?.spdx} in ${license?.path}`);
  const wanted = truth.citation?.file ?? null;
  const same = (citation?.path ?? null) === wanted && (wanted === null || citation.valid === truth.citation.valid);
  count('citation', same ? 'right' : 'missed');
  if (!same)
    say(`  - citation: ${wanted} valid ${truth.citation?.valid}, found ${citation?.path} valid ${citation?.valid}`);
}

function determinism(truth, evidence) {
  compare(
    'determinism',
    truth.determinism,
    evidence.determinism,
    (l, r) => l.path === r.path && l.line === r.line,
    (r) => `${place(r)} ${r.flag} ${r.value ?? ''}`,
  );
}

const { openTree, collect, gather, DEFAULT_CONFIG, inspectModel, treeAccess } = await load();
for (const file of readdirSync(labels)
  .filter((name) => name.endsWith('.truth.json') && name.includes(only))
  .sort()) {
  const truth = JSON.parse(readFileSync(join(labels, file), 'utf8'));
  const folder = [join(repositories, file.replace('.truth.json', ''))]
    .flatMap((path) => [join(path, 'repo'), path])
    .find(existsSync);
  if (folder === undefined) {
    say(`${truth.repo}: nothing in ${repositories}`);
    continue;
  }
  const tree = await openTree(folder, existsSync(join(folder, 'objects')) ? { revision: truth.commit } : {});
  const collection = await collect(tree, DEFAULT_CONFIG);
  const access = treeAccess(collection.open, tree.entries);
  const inspections = [];
  for (const { entry } of collection.models) inspections.push(await inspectModel(entry, access, {}));
  const start = performance.now();
  const evidence = await gather(collection, inspections);
  say(`${truth.repo} (${Math.round(performance.now() - start)} ms)`);
  for (const judge of [seeds, roles, links, sources, training, determinism, environments, documents])
    judge(truth, evidence);
  for (const { path, reason } of evidence.unread) say(`  ? ${path}: ${reason}`);
  await tree.close();
}
say('');
for (const [kind, { right, missed, extra }] of totals) {
  const part = (a, b) => (b === 0 ? '-' : (a / b).toFixed(2));
  say(
    `${kind.padEnd(28)} recall ${part(right, right + missed)}  precision ${part(right, right + extra)}  (right ${right}, missed ${missed}, extra ${extra})`,
  );
}
