import { grouped } from '../../bytes/grouped.js';
import { byBytes } from '../../bytes/order.js';
import type { Collection } from '../../collect/collection.js';
import { entersDirectory } from '../../formats/directory.js';
import { folderOf, nameOf } from '../../formats/file-access.js';
import type { Inspection } from '../../formats/inspection.js';
import type { CheckpointRun, CheckpointState, Script } from '../evidence.js';
import { mentionedNames } from './mentions.js';
import { type Progress, parseStateName } from './names.js';
import { isResumeFile, structureOf } from './weights.js';

/** One model as a state of a training that others may be states of too. */
interface State extends Progress {
  path: string;
  /** Of a model that is a folder the folder, else the file: what a program would name. */
  place: string;
  /** What all states of one run share: folders and what is left of the name, ... */
  run: string;
  /** ... and the format. */
  kind: string;
  /** Its name says which state it is, and nothing else: `epoch-100.pt`. */
  isNameless: boolean;
  structure: readonly string[];
  /** Its name, or that of its folder, says which state it is. */
  isNamed: boolean;
  /** A record of the training calls it the best. */
  isRecordedBest: boolean;
}

/**
 * Runs of which several states were kept. States of one run lie in one folder (or in one folder each), have one format and
 * the same weights by name and shape, and differ by nothing but what their names say of the training. A model that the same
 * program writes belongs to checkpoints that have no name of their own.
 */
export async function gatherCheckpoints(
  collection: Collection,
  inspections: readonly Inspection[],
  scripts: readonly Pick<Script, 'path' | 'writes'>[],
): Promise<CheckpointRun[]> {
  const models = inspections.filter(
    ({ path, format }) => format.facts.holds !== 'nothing' && format.facts.holds !== 'table' && !isResumeFile(path),
  );
  const best = bestPlaces(models);
  const states = models.map((model) => stateOf(model, best));
  const groups = grouped(states.map((state) => [`${state.run}\0${state.kind}`, state]));
  const runs = withOutcomes([...groups.values()].flatMap(alike), scripts).filter(isRun);
  if (runs.length === 0) return [];
  const mentioned = await mentionedNames(
    collection,
    runs.flat().map(({ place }) => nameOf(place)),
  );
  return runs.map((states) => runOf(states, mentioned)).sort((a, b) => byBytes(a.model, b.model));
}

/** Checkpoints that a trainer wrote down as its best, by the end of the path: the training may have run elsewhere. */
const bestPlaces = (models: readonly Inspection[]): Set<string> =>
  new Set(
    models.flatMap(({ path, contents }) => {
      const value = contents.facts.find(({ key }) => key === 'best_model_checkpoint')?.value;
      const name = typeof value === 'string' ? nameOf(value.replace(/[\\/]+$/, '').replaceAll('\\', '/')) : '';
      return name === '' ? [] : [`${folderOf(folderOf(path))}/${name}`];
    }),
  );

function stateOf(model: Inspection, best: ReadonlySet<string>): State {
  const { path, format } = model;
  const isDirectory = entersDirectory(path) && model.companions.length > 0;
  const place = isDirectory ? folderOf(path) : path;
  const segments = place.split('/');
  const progress: Progress = {};
  let isNameless = false;
  const kept = segments.map((segment, at) => {
    const isName = at === segments.length - 1;
    // Folders with bare numbers are steps where weights are kept, and versions where models are served.
    if ((!isName || isDirectory) && /^\d+$/.test(segment)) {
      if (!isDirectory || format.facts.holds !== 'weights') return segment;
      progress.step ??= Number(segment);
      return '';
    }
    const parsed = parseStateName(segment);
    const isState = Object.keys(parsed.progress).length > 0 && (isName || parsed.rest.length === 0);
    if (isState) for (const [key, value] of Object.entries(parsed.progress)) Object.assign(progress, { [key]: value });
    if (isName) isNameless = isState && parsed.rest.length === 0;
    if (isName && !isDirectory) return `/${parsed.rest.join(' ')}`;
    return isState ? parsed.rest.join(' ') : segment;
  });
  const run = kept.filter((part) => part !== '').join('/');
  return {
    path,
    place,
    run,
    kind: `${format.wrappers.join('+')}\0${isDirectory ? '' : format.id}`,
    isNameless,
    structure: structureOf(model),
    isNamed: Object.keys(progress).length > 0,
    isRecordedBest: best.has(place),
    ...recordedProgress(model),
    ...progress,
  };
}

const EPOCH_FACT = /^(epoch|current_epoch|epochs_trained)$/;
const STEP_FACT = /^(global_step|step|steps|iteration|iter|num_updates|iter_num)$/;

/** What the file itself says: `last.ckpt` knows its epoch. */
function recordedProgress({ contents: { facts } }: Inspection): Progress {
  const numberAt = (pattern: RegExp): number | undefined => {
    const value = facts.find(({ key }) => pattern.test(key))?.value;
    return typeof value === 'number' && value >= 0 ? value : undefined;
  };
  const [epoch, step] = [numberAt(EPOCH_FACT), numberAt(STEP_FACT)];
  return { ...(epoch !== undefined && { epoch }), ...(step !== undefined && { step }) };
}

/**
 * Parts of a group whose weights have the same names and shapes; a state that keeps more (an average) has those too. States
 * whose weights are unknown belong to the only part, or to one of their own.
 */
function alike(states: readonly State[]): State[][] {
  const parts: State[][] = [];
  for (const state of states.filter(({ structure }) => structure.length > 0)) {
    const part = parts.find(([first]) => isSame(first!.structure, state.structure));
    if (part) part.push(state);
    else parts.push([state]);
  }
  const unknown = states.filter(({ structure }) => structure.length === 0);
  const [only, ...others] = parts;
  if (unknown.length === 0) return parts;
  return others.length > 0 ? [...parts, unknown] : [[...(only ?? []), ...unknown]];
}

/** Nameless checkpoints with the one model of the same weights that one of their programs writes, too. */
function withOutcomes(parts: readonly State[][], scripts: readonly Pick<Script, 'path' | 'writes'>[]): State[][] {
  const writers = writersOf(scripts);
  const single = parts.filter(([state, ...others]) => others.length === 0 && !state!.isNamed);
  const claims = new Map<State[], State[][]>();
  for (const part of parts) {
    const [first] = part;
    if (!part.every(({ isNameless }) => isNameless) || first!.structure.length === 0) continue;
    const own = new Set(part.flatMap(({ path }) => writers.get(path) ?? []));
    const isOutcome = ([state]: State[]): boolean =>
      state!.kind === first!.kind &&
      (writers.get(state!.path) ?? []).some((writer) => own.has(writer)) &&
      isSame(state!.structure, first!.structure);
    const outcome = single.find(isOutcome);
    if (!outcome || outcome !== single.findLast(isOutcome)) continue;
    const claimed = claims.get(outcome);
    if (claimed) claimed.push(part);
    else claims.set(outcome, [part]);
  }
  const joined = new Set<State[]>();
  const whole = [...claims].flatMap(([outcome, claimed]) => {
    // Checkpoints of two runs in two folders: nobody knows which of them led to the model.
    if (claimed.length !== 1) return [];
    for (const part of [outcome, claimed[0]!]) joined.add(part);
    return [[...claimed[0]!, ...outcome]];
  });
  return [...parts.filter((part) => !joined.has(part)), ...whole];
}

/** The programs that write each model. */
const writersOf = (scripts: readonly Pick<Script, 'path' | 'writes'>[]): Map<string, string[]> =>
  grouped(
    scripts.flatMap(({ path, writes }) =>
      writes.flatMap(({ model }): [string, string][] => (model === undefined ? [] : [[model, path]])),
    ),
  );

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, new Set(b)] : [b, new Set(a)];
  return few.every((name) => many.has(name));
}

/** Of several models at least one must say by its name which state it is; without a word the structure must speak. */
const isRun = (states: readonly State[]): boolean =>
  states.length > 1 &&
  states.some(({ isNamed }) => isNamed) &&
  states.every(({ isNamed, structure }) => isNamed || structure.length > 0);

function runOf(states: readonly State[], mentioned: ReadonlySet<string>): CheckpointRun {
  const ordered = [...states].sort(inOrder);
  const named = ordered.filter(({ place }) => mentioned.has(nameOf(place)));
  const isTelling = named.length > 0 && named.length < ordered.length;
  const { state: model, why } = chosen(isTelling ? named : ordered);
  const last = ordered.some(({ word }) => word === 'last') ? undefined : ordered.findLast(hasNumber);
  return {
    model: model.path,
    why: isTelling ? 'named by a program or document' : why,
    states: ordered.map((state) => ({ path: state.path, state: kindOf(state, last), ...numbersOf(state) })),
  };
}

/** The state to use. Of a trainer's folder with its checkpoints below, the model in the folder itself. */
function chosen(states: readonly State[]): { state: State; why: string } {
  const by = (test: (state: State) => boolean): State | undefined => states.findLast(test);
  const called = (word: Progress['word']) => by((state) => state.word === word);
  const rules: [State | undefined, string][] = [
    [called('best'), 'called best'],
    [called('final'), 'called final'],
    [by(({ isNamed }) => !isNamed), 'without a number'],
    [by(({ isRecordedBest }) => isRecordedBest), 'recorded as the best'],
    [called('last'), 'called last'],
  ];
  const [state, why] = rules.find(([found]) => found !== undefined) ?? [states.at(-1), 'the furthest'];
  return { state: state as State, why };
}

function kindOf(state: State, last: State | undefined): CheckpointState['state'] {
  if (state.word !== undefined) return state.word;
  if (state.isRecordedBest) return 'best';
  if (!state.isNamed) return 'final';
  return state === last ? 'last' : 'intermediate';
}

const hasNumber = ({ epoch, step }: State): boolean => epoch !== undefined || step !== undefined;

const numbersOf = ({ epoch, step }: State): Pick<CheckpointState, 'epoch' | 'step'> => ({
  ...(epoch !== undefined && { epoch }),
  ...(step !== undefined && { step }),
});

/** By step, where both say it, else by epoch; those that say nothing come last. */
function inOrder(a: State, b: State): number {
  const by = (key: 'step' | 'epoch'): number =>
    (a[key] ?? Number.POSITIVE_INFINITY) - (b[key] ?? Number.POSITIVE_INFINITY);
  const isBoth = a.step !== undefined && b.step !== undefined;
  return (isBoth ? by('step') : 0) || by('epoch') || by('step') || byBytes(a.path, b.path);
}
