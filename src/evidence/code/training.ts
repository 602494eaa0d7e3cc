import type { Script, SeedLibrary, Training } from '../evidence.js';
import { isDeterministic, type Need, needOf } from './needs.js';
import type { Repository } from './repository.js';
import { callsOf, isTraining, type Role, trainingConditions } from './roles.js';
import { gradeOf, isConditional, seedingsOf } from './seeds.js';
import type { CallEvent, Module } from './value.js';
import type { Trace } from './walk.js';
import type { KnownModel } from './writes.js';

/** The answer for an unmodified run of each program that trains, and for models that no program writes. */
export function trainingRows(
  repository: Repository,
  roles: ReadonlyMap<Module, Role>,
  scripts: readonly Script[],
  models: readonly KnownModel[],
): Training[] {
  const rows: Training[] = [];
  const written = new Set(
    scripts.flatMap(({ writes }) => writes.flatMap(({ model }) => (model === undefined ? [] : [model]))),
  );
  for (const trace of repository.traces) {
    if (roles.get(trace.main) !== 'train' || !repository.entries.has(trace.main) || !ranAsProgram(trace)) continue;
    const answer = answerFor(trace);
    if (answer === undefined) continue;
    const own = scripts
      .filter(({ path }) => path === trace.main.path)
      .flatMap(({ writes }) => writes.flatMap(({ model }) => (model === undefined ? [] : [model])));
    const [only, ...more] = new Set(own);
    rows.push({
      ...(only !== undefined && more.length === 0 ? { model: only } : {}),
      script: trace.main.path,
      ...answer,
    });
  }
  for (const { path } of models)
    if (!written.has(path))
      rows.push({
        model: path,
        seeded: 'unknown',
        missing: [],
        why: 'no code in the repository writes this model under this name',
      });
  return rows;
}

const ranAsProgram = (trace: Trace): boolean => trace.events.some(({ reached }) => reached);

/** The first seed of a library's global generator in the order of a run. */
interface GlobalSeed {
  at: number;
  /** Only if something holds that we do not know. */
  conditional: boolean;
}

type Answer = Pick<Training, 'seeded' | 'missing' | 'late' | 'why'>;

function answerFor(trace: Trace): Answer | undefined {
  const events = callsOf(trace).filter(({ dormant }) => !dormant);
  const last = events.findLastIndex(isTraining);
  if (last < 0) return undefined;
  const training = events.filter(isTraining);
  const seeds = globalSeeds(events, trainingConditions(trace));
  const found = events.slice(0, last + 1).flatMap((event, at) => {
    const need = needOf(event);
    return need === undefined ? [] : [{ need, at }];
  });
  const judged = judge(found, seeds);
  if (judged.length === 0) {
    if (training.some(isDeterministic))
      return {
        seeded: 'not-needed',
        missing: [],
        why: `${namesOf(training.filter(isDeterministic))} draws no random numbers`,
      };
    return {
      seeded: 'unknown',
      missing: [],
      why: trace.cut
        ? 'the program is too long to be followed to its end'
        : `whether ${namesOf(training)} draws random numbers is not known`,
    };
  }
  return combine(judged, training);
}

const namesOf = (events: CallEvent[]): string =>
  [...new Set(events.map(({ path }) => path.replace(/\(\)/g, '').replace(/^\?\./, '')))].slice(0, 3).join(', ');

/** HF trainers seed everything when they are made, with 42 unless told otherwise. */
const TRAINER = /^(transformers|trl|setfit|sentence_transformers)\.(\w+\.)*\w*Trainer$/;

function globalSeeds(events: CallEvent[], given: ReadonlySet<object>): Map<SeedLibrary, GlobalSeed> {
  const seeds = new Map<SeedLibrary, GlobalSeed>();
  const add = (library: SeedLibrary, at: number, conditional: boolean): void => {
    const before = seeds.get(library);
    if (before === undefined || (before.conditional && !conditional)) seeds.set(library, { at, conditional });
  };
  for (const [at, event] of events.entries()) {
    if (TRAINER.test(event.path))
      for (const library of ['random', 'numpy', 'torch'] as const) add(library, at, isConditional(event, given));
    for (const seeding of seedingsOf(event)) {
      if (seeding.local || seeding.device) continue;
      const grade = gradeOf(seeding, given);
      if (grade === 'dynamic' || grade === 'default-none') continue;
      for (const library of seeding.libraries) add(library, at, grade === 'conditional' || grade === 'unknown');
    }
  }
  return seeds;
}

interface Judged {
  library: SeedLibrary;
  stage: Need['stage'];
  state: 'covered' | 'late' | 'missing' | 'unknown';
  what: string;
  at: string;
}

/** Estimators of scikit-learn and pandas draw from NumPy's global generator unless they are given a seed. */
const GENERATOR: Partial<Record<SeedLibrary, SeedLibrary>> = { sklearn: 'numpy', pandas: 'numpy' };

/** Of each library and stage: is every draw covered, only those after a seed, or none. */
function judge(found: { need: Need; at: number }[], seeds: ReadonlyMap<SeedLibrary, GlobalSeed>): Judged[] {
  const groups = new Map<string, { need: Need; at: number }[]>();
  for (const each of found) {
    const key = `${each.need.library}\0${each.need.stage}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group): Judged[] => {
    const states = group.map(({ need, at }) => stateOf(need, at, seeds));
    const worst =
      (['missing', 'unknown', 'late', 'covered'] as const).find((state) => states.includes(state)) ?? 'covered';
    const index = states.indexOf(worst);
    const { need } = group[index] ?? group[0]!;
    const seed = seeds.get(GENERATOR[need.library] ?? need.library);
    const state = worst === 'missing' && seed !== undefined && need.state === 'open' ? 'late' : worst;
    return [
      {
        library: need.library,
        stage: need.stage,
        state,
        what: need.what,
        at: `${need.event.module.path}:${need.event.line}`,
      },
    ];
  });
}

function stateOf(need: Need, at: number, seeds: ReadonlyMap<SeedLibrary, GlobalSeed>): Judged['state'] {
  if (need.state === 'fixed') return 'covered';
  if (need.state === 'unknown') return 'unknown';
  if (need.state === 'own') return 'missing';
  const seed = seeds.get(GENERATOR[need.library] ?? need.library);
  if (seed === undefined) return 'missing';
  if (seed.at > at) return 'late';
  return seed.conditional ? 'unknown' : 'covered';
}

function combine(judged: Judged[], training: CallEvent[]): Answer {
  const main = judged.filter(({ stage }) => stage === 'training');
  const missing = [
    ...new Set(judged.filter(({ state }) => state === 'missing' || state === 'late').map(({ library }) => library)),
  ];
  const because = (state: Judged['state']): string =>
    judged
      .filter((each) => each.state === state)
      .map(({ library, what, at }) => `${library} (${what}, ${at})`)
      .join('; ');
  if (main.length === 0) {
    const splits = judged.every(({ state }) => state === 'covered');
    if (training.some(isDeterministic))
      return splits
        ? {
            seeded: 'not-needed',
            missing: [],
            why: `${namesOf(training.filter(isDeterministic))} draws no random numbers; the split has a seed`,
          }
        : { seeded: 'partly', missing, why: `no seed for the split: ${because('missing')}` };
    return {
      seeded: 'unknown',
      missing,
      why: `only the division of the data is known to draw random numbers: ${judged.map(({ what }) => what).join(', ')}`,
    };
  }
  const has = (state: Judged['state']): boolean => main.some((each) => each.state === state);
  if (!has('missing') && !has('late') && !has('unknown') && missing.length === 0)
    return {
      seeded: 'yes',
      missing: [],
      why: `every generator that training draws from has a seed: ${[...new Set(main.map(({ library }) => library))].join(', ')}`,
    };
  const parts = [
    has('covered') && `seeded: ${because('covered')}`,
    has('late') && `drawn from before it is seeded: ${because('late')}`,
    judged.some((j) => j.state === 'missing') && `no seed: ${because('missing')}`,
    has('unknown') && `seeded under conditions not known: ${because('unknown')}`,
  ];
  const why = parts.filter((part) => part !== false).join('. ');
  const late = missing.flatMap((library) => {
    const draws = judged.filter((each) => each.library === library && each.state !== 'covered');
    const [first] = draws;
    return first && draws.every(({ state }) => state === 'late')
      ? [{ library, what: first.what, where: first.at }]
      : [];
  });
  if (has('covered') || has('late')) return { seeded: 'partly', missing, ...(late.length > 0 && { late }), why };
  return has('unknown') && !has('missing') ? { seeded: 'unknown', missing, why } : { seeded: 'no', missing, why };
}
