import { isLanguageAlone } from '../assess/environment.js';
import { isMachineKnown, machineFacts } from '../assess/hardware.js';
import { list, quote } from '../assess/quote.js';
import { equalityOf } from '../assess/sets.js';
import type { Evidence } from '../evidence/evidence.js';
import { fileOf } from '../evidence/place.js';
import { environmentFor, type Part, runsOf, sourcesOf } from './account-part.js';
import { programsOf, type Subject } from './account-subjects.js';
import { leftByRun, seedNames, seedOfRun } from './left-by-run.js';
import { saidByFile } from './said-by-file.js';
import { settingsFiles } from './settings-files.js';
import { statesSentence } from './states.js';
import { GRADE } from './words.js';

/** What is known of how a model came to be: sentences. */
export function known(part: Part): string[] {
  const { subject, assessment, evidence, left } = part;
  const sentences = [
    origin(subject),
    saidByFile(evidence, subject.report),
    copy(subject),
    subject.set ? statesSentence(subject.set) : '',
    // What a repository says of its training says nothing of a model that comes from elsewhere.
    ...(programsOf(subject).length > 0 ? [seeded(part), settings(part), recorded(part), data(part)] : leftByRun(left)),
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
  const isOne = set.open.length === 1;
  switch (equalityOf(set)) {
    case 'tensors':
      return `${list(set.open)} ${isOne ? 'holds' : 'hold'} the same weights, tensor by tensor.`;
    case 'proof':
      return `${list(set.open)} ${isOne ? 'was' : 'were'} made of it for the archive and compared with it: see the proof beside ${isOne ? 'it' : 'each'}.`;
    case 'name':
      return `${list(set.open)} may hold the same weights: only the names say so.`;
  }
}

function seeded(part: Part): string {
  const { subject, evidence, left } = part;
  const runs = runsOf(part);
  if (runs.length === 0) return '';
  if (runs.every(({ seeded }) => seeded === 'not-needed'))
    return 'The fit draws no random numbers, so it needs no seed.';
  if (!runs.every(({ seeded }) => seeded === 'yes' || seeded === 'not-needed')) return seedOfRun(left.seeds, []);
  const paths = programsOf(subject).map(({ path }) => path);
  const rows = evidence.seeds.filter(
    ({ scope, grade }) => scope === 'training' && /^(recorded|fixed|fixed-by-default|derived)$/.test(grade),
  );
  const own = rows.filter(({ path }) => paths.includes(path));
  const values = seedNames(own.length > 0 ? own : rows);
  const ofRun = seedOfRun(left.seeds, values);
  return ofRun === '' ? `Training is seeded${values.length > 0 ? `: ${list(values)}` : ''}.` : ofRun;
}

function settings({ evidence, subject }: Part): string {
  const programs = programsOf(subject);
  const inCode = evidence.hyperparameters.some(({ source }) => programs.some(({ path }) => path === fileOf(source)));
  const files = settingsFiles(evidence);
  const [program] = programs;
  const code = program && `the ${/\.(ipynb|qmd|Rmd)$/.test(program.path) ? 'notebook' : 'script'} itself`;
  const places = [inCode && code ? code : '', files.length > 0 ? list(files) : ''].filter((place) => place !== '');
  return places.length === 0 ? '' : `Its settings stand in ${places.join(' and in ')}.`;
}

/** The environment, where it is exact. */
function recorded(part: Part): string {
  const best = environmentFor(part);
  if (!best) return '';
  if (isLanguageAlone(best)) return `${quote(best.path)} fixes the language, and nothing else is used.`;
  return /^P[234]$/.test(best.grade) ? `${quote(best.path)} fixes the environment: ${GRADE[best.grade].text}.` : '';
}

function data(part: Part): string {
  const sources = sourcesOf(part);
  const packed = [...new Set(sources.filter((source) => source.packed).map(({ value }) => value))];
  const cited = [...new Set(sources.filter((s) => !s.packed && s.kind !== 'local').map(({ value }) => value))];
  const parts = [
    packed.length > 0 ? `${list(packed, 2)}, which ${packed.length === 1 ? 'is' : 'are'} here` : '',
    cited.length > 0 ? `${list(cited, 2)}, cited only` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `The data: ${parts.join('; ')}.`;
}

function hardware(evidence: Evidence): string {
  const facts = machineFacts(evidence).map(({ key, value }) => `${key} ${value}`);
  if (facts.length === 0) return '';
  if (isMachineKnown(evidence)) return `Hardware: ${list(facts)}.`;
  return `Of the machine only ${list(facts)} ${facts.length === 1 ? 'is' : 'are'} known.`;
}

const scores = ({ metrics }: Evidence): string =>
  metrics.length === 0 ? '' : `Measured: ${list(metrics.map(({ name, value }) => `${name} ${value}`))}.`;
