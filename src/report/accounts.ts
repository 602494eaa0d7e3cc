import type { Assessment, ModelReport, ModelSet } from '../assess/assessment.js';
import { environmentOf, isLanguageAlone } from '../assess/environment.js';
import { isMachineKnown, machineFacts } from '../assess/hardware.js';
import { count, list, quote } from '../assess/quote.js';
import { speaksOfAnother } from '../assess/run-folders.js';
import { everyState } from '../assess/sets.js';
import { tellingRuns } from '../assess/training.js';
import { isResumeFile } from '../evidence/checkpoints/weights.js';
import type { Environment, Evidence, Script, Training } from '../evidence/evidence.js';
import { fileOf } from '../evidence/place.js';
import { belonging } from './belonging.js';
import { contradictionsOf } from './contradictions.js';
import { leftByRun, type RunLeavings, recordedSeeds, seedNames, seedOfRun } from './left-by-run.js';
import { saidByFile } from './said-by-file.js';
import { settingsFiles } from './settings-files.js';
import { sharedFolder } from './shared-folder.js';
import { statesSentence } from './states.js';
import { GRADE } from './words.js';

/**
 * How one model came to be, or several that came to be alike, as a person would tell it: sentences with quoted names,
 * in the order that helps. Nothing in here judges; findings do.
 */
export interface Account {
  /** A message: the models, or the training program whose model is not here. */
  title: string;
  models: string[];
  known: string[];
  contradicted: string[];
  /** Parts of one sentence, what helps most first. */
  missing: string[];
}

/** What is told of one model; accounts that say the same become one. */
interface Subject {
  models: string[];
  /** What the account is of, where no model is here. */
  program?: Script;
  writers: Writer[];
  /** Only other states of the training are known to be written by these. */
  isByStates?: boolean;
  report?: ModelReport;
  set?: ModelSet;
}

interface Writer {
  script: Script;
  place: string;
}

/** One account for each model, one for each training program whose models are not here. */
export function accountsOf(assessment: Assessment): Account[] {
  const belongs = belonging(assessment.evidence);
  const accounts = subjectsOf(assessment).map((subject) => {
    const part = partFor(assessment, subject, belongs);
    return { subject, ...accountOf(part, subject) };
  });
  const groups = new Map<string, typeof accounts>();
  for (const account of accounts) {
    const key = JSON.stringify([account.known, account.contradicted, account.missing]);
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return [...groups.values()].map((group) => {
    const { known, contradicted, missing } = group[0]!;
    return {
      title: titleOf(group.flatMap(({ subject }) => subject.program?.path ?? subject.models[0] ?? [])),
      models: group.flatMap(({ subject }) => subject.models),
      known: group.length > 1 ? known.map(plural) : known,
      contradicted,
      missing: group.length > 1 ? missing.map(plural) : missing,
    };
  });
}

/** The evidence without what speaks of other programs. */
function partFor(assessment: Assessment, subject: Subject, belongs: ReturnType<typeof belonging>): Assessment {
  const programs = programsOf(subject).map(({ path }) => path);
  if (programs.length === 0) return assessment;
  const { evidence } = assessment;
  const isAnothers = speaksOfAnother(assessment.sets, [...statesOf(subject), ...programs]);
  const { others } = leavings(assessment, subject);
  const isOurs = (file: string): boolean =>
    !isAnothers(file) && !others.has(file) && programs.some((program) => belongs(file, program));
  const seeds = evidence.seeds.filter(({ path }) => isOurs(path));
  return {
    ...assessment,
    evidence: {
      ...evidence,
      hyperparameters: evidence.hyperparameters.filter(({ source }) => isOurs(fileOf(source))),
      hardware: evidence.hardware.filter(({ where }) => isOurs(fileOf(where))),
      metrics: evidence.metrics.filter(({ where }) => isOurs(fileOf(where))),
      determinism: evidence.determinism.filter(({ path }) => isOurs(path)),
      dataSources: evidence.dataSources.filter(({ path }) => isOurs(path)),
      // Seeds of a library that programs of several folders share lie near one of them by chance.
      seeds: seeds.some(({ scope }) => scope === 'training') ? seeds : evidence.seeds,
    },
  };
}

const accountOf = (assessment: Assessment, subject: Subject): Omit<Account, 'title' | 'models'> => ({
  known: known(assessment, subject),
  contradicted: contradictionsOf(assessment, [...subject.models, ...programsOf(subject).map(({ path }) => path)]),
  missing: missing(assessment, subject),
});

/** `a.pt`, `b.pt` and 3 more in `models/`. */
function titleOf(paths: readonly string[]): string {
  const folder = sharedFolder(paths);
  return `${list(paths.map((path) => path.slice(folder.length)))}${folder === '' ? '' : ` in ${quote(folder)}`}`;
}

/** A sentence about one thing, about several. Names are in backticks and keep their words. */
const plural = (sentence: string): string =>
  sentence
    .split('`')
    .map((part, i) => (i % 2 === 1 ? part : PLURALS.reduce((text, [one, many]) => text.replace(one, many), part)))
    .join('`');

const PLURALS = [
  [/\bwrites? it\b/, 'writes them'],
  [/^It trains a model and saves none/, 'They train models and save none'],
  [/^It trains a model and writes/, 'They train models and write'],
  [/^It trains a model and saves it/, 'They train models and save them'],
  [/\bmade it\b/, 'made them'],
  [/^The file itself says/, 'The files themselves say'],
  [/\bwrote it\b/, 'wrote them'],
  [/^Its settings/, 'The settings'],
  [/^Its run left/, 'Their run left'],
  [/ it needs no seed/, ' no seed is needed'],
] as const;

/** An account in one paragraph: a message. */
export function paragraphOf({ known, contradicted, missing }: Account): string {
  const lacks = missing.length === 0 ? [] : [`Missing: ${missing.join('; ')}.`];
  const but = contradicted.map((sentence, i) => (i === 0 ? `But ${sentence}` : `Also ${sentence}`));
  return [...known, ...but, ...lacks].join(' ');
}

function subjectsOf({ models, sets, evidence }: Assessment): Subject[] {
  const states = sets.flatMap(({ checkpoints = [] }) => checkpoints.map(({ path }) => path));
  const hidden = new Set([...everyState(sets).flatMap(({ open }) => open), ...states]);
  const told = models.filter(
    ({ path, safety }) => !hidden.has(path) && !isResumeFile(path) && safety.status !== 'error',
  );
  const subjects = told.map((report): Subject => {
    const set = sets.find(({ native }) => native === report.path);
    const own = writersOf(evidence, [report.path]);
    const others = own.length > 0 ? [] : writersOf(evidence, set?.checkpoints?.map(({ path }) => path) ?? []);
    return {
      models: [report.path, ...(set?.open ?? [])],
      writers: [...own, ...others],
      isByStates: others.length > 0,
      report,
      ...(set && { set }),
    };
  });
  const idle = evidence.scripts.filter(
    ({ path, role, writes }) =>
      role === 'train' &&
      tellingRuns(evidence).some(({ script }) => script === path) &&
      !writes.some(({ model }) => model !== undefined),
  );
  return [...subjects, ...idle.map((program): Subject => ({ models: [], program, writers: [] }))];
}

const writersOf = ({ scripts }: Evidence, models: readonly string[]): Writer[] =>
  scripts.flatMap((script) => {
    const write = script.writes.find(({ model }) => model !== undefined && models.includes(model));
    if (write === undefined) return [];
    const place =
      write.cell === undefined ? quote(`${script.path}:${write.line}`) : `cell ${write.cell} of ${quote(script.path)}`;
    return [{ script, place }];
  });

/** The model, its copies, and the other states of its training. */
const statesOf = ({ models, set }: Subject): string[] => [
  ...models,
  ...(set?.checkpoints ?? []).map(({ path }) => path),
];

/** The programs whose runs are told of. */
const programsOf = ({ program, writers }: Subject): Script[] =>
  program ? [program] : writers.map(({ script }) => script);

const runsOf = ({ training }: Evidence, subject: Subject): Training[] => {
  const paths = programsOf(subject).map(({ path }) => path);
  return training.filter(({ script }) => script !== undefined && paths.includes(script));
};

function known(assessment: Assessment, subject: Subject): string[] {
  const { evidence } = assessment;
  const sentences = [
    origin(subject),
    saidByFile(evidence, subject.report),
    copy(subject),
    subject.set ? statesSentence(subject.set) : '',
    // What a repository says of its training says nothing of a model that comes from elsewhere.
    ...(programsOf(subject).length > 0
      ? [seeded(assessment, subject), settings(evidence, subject), recorded(evidence, subject), data(evidence, subject)]
      : leftByRun(leavings(assessment, subject))),
    ...(assessment.sets.length < 2 ? [hardware(evidence), scores(evidence)] : []),
  ];
  return sentences.filter((sentence) => sentence !== '');
}

function origin({ program, writers, isByStates }: Subject): string {
  if (program) {
    const patterns = [...new Set(program.writes.flatMap(({ pattern }) => pattern ?? []))];
    const [unnamed] = program.writes.filter(({ pattern }) => pattern === undefined);
    if (patterns.length === 0 && unnamed)
      return `It trains a model and saves it (${quote(unnamed.how)}, ${unnamed.cell === undefined ? `line ${unnamed.line}` : `cell ${unnamed.cell}`}) where the code alone does not say.`;
    return patterns.length === 0
      ? 'It trains a model and saves none.'
      : `It trains a model and writes ${list(patterns, 2)}, which ${patterns.length === 1 ? 'is' : 'are'} not here.`;
  }
  if (writers.length === 0) return '';
  const places = writers.slice(0, 2).map(({ place }) => place);
  const more = writers.length > 2 ? ` and ${writers.length - 2} more` : '';
  return `${places.join(' and ')}${more} ${writers.length === 1 ? 'writes' : 'write'} ${isByStates ? 'other states of its training' : 'it'}.`;
}

function copy({ set }: Subject): string {
  if (!set || set.open.length === 0 || set.stale) return '';
  return set.proof === 'tensors'
    ? `${list(set.open)} ${set.open.length === 1 ? 'holds' : 'hold'} the same weights, tensor by tensor.`
    : `${list(set.open)} may hold the same weights: only the names say so.`;
}

/** What the run of a subject may have left, apart from what models of other runs hold. */
function leavings({ evidence, models }: Assessment, subject: Subject): RunLeavings {
  const own = models.filter(({ path }) => statesOf(subject).includes(path));
  const filesOf = (reports: typeof models): string[] =>
    reports.flatMap(({ path, companions }) => [path, ...companions]);
  return {
    evidence,
    models: [...new Set([...statesOf(subject), ...filesOf(own)])],
    others: new Set(filesOf(models.filter((report) => !own.includes(report)))),
  };
}

function seeded(assessment: Assessment, subject: Subject): string {
  const { evidence } = assessment;
  const runs = runsOf(evidence, subject);
  if (runs.length === 0) return '';
  if (runs.every(({ seeded }) => seeded === 'not-needed'))
    return 'The fit draws no random numbers, so it needs no seed.';
  const recorded = recordedSeeds(leavings(assessment, subject));
  if (!runs.every(({ seeded }) => seeded === 'yes' || seeded === 'not-needed')) return seedOfRun(recorded, []);
  const paths = programsOf(subject).map(({ path }) => path);
  const rows = evidence.seeds.filter(
    ({ scope, grade }) => scope === 'training' && /^(recorded|fixed|fixed-by-default|derived)$/.test(grade),
  );
  const own = rows.filter(({ path }) => paths.includes(path));
  const values = seedNames(own.length > 0 ? own : rows);
  const ofRun = seedOfRun(recorded, values);
  return ofRun === '' ? `Training is seeded${values.length > 0 ? `: ${list(values)}` : ''}.` : ofRun;
}

function settings(evidence: Evidence, subject: Subject): string {
  const programs = programsOf(subject);
  const inCode = evidence.hyperparameters.some(({ source }) => programs.some(({ path }) => path === fileOf(source)));
  const files = settingsFiles(evidence);
  const [program] = programs;
  const code = program && `the ${/\.(ipynb|qmd|Rmd)$/.test(program.path) ? 'notebook' : 'script'} itself`;
  const places = [inCode && code ? code : '', files.length > 0 ? list(files) : ''].filter((place) => place !== '');
  return places.length === 0 ? '' : `Its settings stand in ${places.join(' and in ')}.`;
}

/** The environment, where it is exact. */
function recorded(evidence: Evidence, subject: Subject): string {
  const best = environmentFor(evidence, subject);
  if (!best) return '';
  if (isLanguageAlone(best)) return `${quote(best.path)} fixes the language, and nothing else is used.`;
  return /^P[234]$/.test(best.grade) ? `${quote(best.path)} fixes the environment: ${GRADE[best.grade].text}.` : '';
}

function environmentFor({ environments }: Evidence, subject: Subject): Environment | undefined {
  const [program] = programsOf(subject);
  return program && environmentOf(environments, program);
}

function data({ dataSources }: Evidence, subject: Subject): string {
  const sources = sourcesOf(dataSources, subject);
  const packed = [...new Set(sources.filter((source) => source.packed).map(({ value }) => value))];
  const cited = [...new Set(sources.filter((s) => !s.packed && s.kind !== 'local').map(({ value }) => value))];
  const parts = [
    packed.length > 0 ? `${list(packed, 2)}, which ${packed.length === 1 ? 'is' : 'are'} here` : '',
    cited.length > 0 ? `${list(cited, 2)}, cited only` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `The data: ${parts.join('; ')}.`;
}

/** What the program itself reads, and what documents cite where it cites nothing; else what the repository names. */
function sourcesOf(sources: Evidence['dataSources'], subject: Subject): Evidence['dataSources'] {
  const paths = programsOf(subject).map(({ path }) => path);
  const isCited = ({ packed, kind }: Evidence['dataSources'][number]): boolean => !packed && kind !== 'local';
  const own = sources.filter((source) => paths.includes(source.path) && (source.packed || isCited(source)));
  if (own.length === 0) return sources;
  // A list of files that is here is not yet the data that it names.
  const inDocuments = sources.filter(
    (source) => isCited(source) && /\.(md|markdown|rst|txt|bib|cff)$/i.test(source.path),
  );
  return own.some(isCited) ? own : [...own, ...inDocuments];
}

function hardware(evidence: Evidence): string {
  const facts = machineFacts(evidence).map(({ key, value }) => `${key} ${value}`);
  if (facts.length === 0) return '';
  if (isMachineKnown(evidence)) return `Hardware: ${list(facts)}.`;
  return `Of the machine only ${list(facts)} ${facts.length === 1 ? 'is' : 'are'} known.`;
}

const scores = ({ metrics }: Evidence): string =>
  metrics.length === 0 ? '' : `Measured: ${list(metrics.map(({ name, value }) => `${name} ${value}`))}.`;

/** What would have to be known to make the model again, what helps most first. */
function missing(assessment: Assessment, subject: Subject): string[] {
  const { evidence } = assessment;
  const programs = programsOf(subject);
  if (programs.length === 0) {
    const isRecorded = leftByRun(leavings(assessment, subject)).length > 0;
    return [`the script that made it, and with it ${isRecorded ? 'the data' : 'seeds, settings and data'}`];
  }
  const sources = sourcesOf(evidence.dataSources, subject);
  return [
    recordedSeeds(leavings(assessment, subject)).length > 0 ? '' : missingSeed(evidence, subject),
    missingVersions(evidence, subject),
    sources.some(({ packed, kind }) => packed || kind !== 'local')
      ? ''
      : `the data${sources.length > 0 ? ` (it reads ${list([...new Set(sources.map(({ value }) => value))], 2)})` : ''}`,
    isMachineKnown(evidence) ? '' : 'the hardware',
    subject.set && subject.set.promise === 'bitstream-only' ? 'a copy in an open format' : '',
  ].filter((part) => part !== '');
}

function missingSeed(evidence: Evidence, subject: Subject): string {
  const runs = runsOf(evidence, subject);
  const libraries = [...new Set(runs.flatMap((run) => run.missing))];
  if (runs.some(({ seeded }) => seeded === 'no'))
    return `a seed${libraries.length > 0 ? ` for ${list(libraries, 5)}` : ''}`;
  if (runs.some(({ seeded }) => seeded === 'partly')) {
    const late = libraries.filter((library) => runs.some((run) => run.late?.includes(library)));
    return late.length > 0 && late.length === libraries.length
      ? `seeding of ${list(late, 5)} before it is drawn from`
      : `part of the seeding${libraries.length > 0 ? ` (${list(libraries, 5)})` : ''}`;
  }
  return runs.some(({ seeded }) => seeded === 'unknown') ? 'certainty about the seed' : '';
}

function missingVersions(evidence: Evidence, subject: Subject): string {
  const best = environmentFor(evidence, subject);
  if (!best) return 'any record of the environment';
  if (isLanguageAlone(best)) return '';
  const exact = new Set(evidence.framework.filter((row) => row.exact === 'yes').map((row) => row.package));
  const open = [...new Set(evidence.framework.map((row) => row.package))].filter((name) => !exact.has(name));
  if (open.length > 0) return `exact versions of ${list(open)}`;
  if (/^P[34]$/.test(best.grade)) return '';
  return best.grade === 'P2'
    ? 'the versions of indirect dependencies'
    : `exact versions (${quote(best.path)} has ${best.pinned} of ${count(best.total, 'package')})`;
}
