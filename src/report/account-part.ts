import type { Assessment } from '../assess/assessment.js';
import { environmentOf } from '../assess/environment.js';
import { speaksOfAnother } from '../assess/run-folders.js';
import type { Environment, Evidence, Training } from '../evidence/evidence.js';
import { fileOf } from '../evidence/place.js';
import { programsOf, type Subject, statesOf } from './account-subjects.js';
import { belonging } from './belonging.js';
import { leavingsOf, type RunLeavings } from './left-by-run.js';

/** One subject with what speaks of it. */
export interface Part {
  subject: Subject;
  assessment: Assessment;
  /** The evidence without what speaks of other programs. */
  evidence: Evidence;
  left: RunLeavings;
}

/** Takes the part of an assessment that is a subject's. */
export function parting(assessment: Assessment): (subject: Subject) => Part {
  const { models, sets } = assessment;
  const belongs = belonging(assessment.evidence);
  const anothers = speaksOfAnother(sets);
  const filesOf = new Map(models.map(({ path, companions }) => [path, [path, ...companions]]));
  const inModels = new Set([...filesOf.values()].flat());
  return (subject) => {
    const states = statesOf(subject);
    const own = new Set(states.flatMap((path) => filesOf.get(path) ?? [path]));
    const programs = programsOf(subject).map(({ path }) => path);
    const isAnothers = anothers([...states, ...programs]);
    const isInAnother = (file: string): boolean => inModels.has(file) && !own.has(file);
    const evidence = evidenceOf(
      assessment.evidence,
      programs,
      (file) => !isAnothers(file) && !isInAnother(file) && programs.some((program) => belongs(file, program)),
    );
    return { subject, assessment, evidence, left: leavingsOf(evidence, own, isInAnother) };
  };
}

/** Where no program is known, everything may speak of its run. */
function evidenceOf(evidence: Evidence, programs: readonly string[], isOurs: (file: string) => boolean): Evidence {
  if (programs.length === 0) return evidence;
  const seeds = evidence.seeds.filter(({ path }) => isOurs(path));
  return {
    ...evidence,
    hyperparameters: evidence.hyperparameters.filter(({ source }) => isOurs(fileOf(source))),
    hardware: evidence.hardware.filter(({ where }) => isOurs(fileOf(where))),
    metrics: evidence.metrics.filter(({ where }) => isOurs(fileOf(where))),
    determinism: evidence.determinism.filter(({ path }) => isOurs(path)),
    dataSources: evidence.dataSources.filter(({ path }) => isOurs(path)),
    // Seeds of a library that programs of several folders share lie near one of them by chance.
    seeds: seeds.some(({ scope }) => scope === 'training') ? seeds : evidence.seeds,
  };
}

export function runsOf({ evidence, subject }: Part): Training[] {
  const paths = programsOf(subject).map(({ path }) => path);
  return evidence.training.filter(({ script }) => script !== undefined && paths.includes(script));
}

export function environmentFor({ evidence, subject }: Part): Environment | undefined {
  const [program] = programsOf(subject);
  return program && environmentOf(evidence.environments, program);
}

/** What the program itself reads, and what documents cite where it cites nothing; else what the repository names. */
export function sourcesOf({ evidence: { dataSources: sources }, subject }: Part): Evidence['dataSources'] {
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
