import type { Seed } from '../evidence.js';
import type { Repository } from './repository.js';
import { callsOf, type Role, trainingConditions } from './roles.js';
import { seedOptions } from './seed-options.js';
import { BY_DEFAULT, gradeOf, isSplit, originOf, type Seeding, seedingsOf, shownValue } from './seeds.js';
import { dividesData } from './splits.js';
import { isExample, isTest } from './test-files.js';
import type { CallEvent, Module, Origin, Value } from './value.js';
import type { Trace } from './walk.js';

interface Seen extends Seeding {
  trace: Trace;
}

/** Every place that seeds, one row for each library; places where the value comes from are rows of their own. */
export function seedRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Seed[] {
  const rows = new Map<string, Seed>();
  const add = (row: Seed): void => {
    const key = `${row.path}\0${row.line}\0${row.cell ?? ''}\0${row.library}`;
    const before = rows.get(key);
    if (before === undefined || rank(row.grade) < rank(before.grade)) rows.set(key, row);
  };
  const origins = new Set<string>();
  for (const views of viewsOfEachPlace(repository)) {
    const [best] = views;
    if (best === undefined) continue;
    const scope = scopeOf(best, repository, roles);
    const at = {
      path: best.event.module.path,
      line: best.line,
      ...(best.cell === undefined ? {} : { cell: best.cell }),
    };
    const grade = gradeOf(best, trainingConditions(best.trace));
    for (const library of best.libraries) add({ ...at, library, value: shownValue(best), how: best.how, scope, grade });
    // Several programs may each give their own seed to the same helper.
    for (const view of views) {
      const origin = view === best || (view.event.reached && !view.event.dormant) ? originOf(view) : undefined;
      if (origin === undefined) continue;
      origins.add(`${origin.path}\0${origin.line}`);
      for (const row of originRows(origin, view, scope)) add(row);
    }
  }
  for (const row of seedOptions(repository, origins, [...rows.values()])) add(row);
  return [...rows.values()];
}

/** Rows of the place where a value was written; none for a base that others were added to. */
function originRows(origin: Origin, { value, libraries }: Seen, scope: Seed['scope']): Seed[] {
  const known = value?.kind === 'either' ? value.options.find((option) => option.kind === 'constant') : value;
  if (known?.kind !== 'constant' || known.derived === true) return [];
  const shown = typeof known.value === 'boolean' ? String(known.value) : known.value;
  const place = { path: origin.path, line: origin.line, ...(origin.cell === undefined ? {} : { cell: origin.cell }) };
  return libraries.map((library) => ({
    ...place,
    library,
    value: shown,
    how: origin.how,
    scope,
    grade: originGrade(origin.how, shown),
  }));
}

const originGrade = (how: Seed['how'], value: Seed['value']): Seed['grade'] =>
  value === null ? 'default-none' : BY_DEFAULT.has(how) ? 'fixed-by-default' : 'fixed';

const GRADES: Seed['grade'][] = [
  'recorded',
  'fixed',
  'fixed-by-default',
  'derived',
  'conditional',
  'dynamic',
  'default-none',
  'unknown',
  'declared-unused',
  'absent',
];
const rank = (grade: Seed['grade']): number => GRADES.indexOf(grade);

/** All views of each place that seeds, the clearest first: a place is seen once in each program that leads there. */
function viewsOfEachPlace(repository: Repository): Seen[][] {
  const places = new Map<string, Seen[]>();
  for (const trace of repository.traces) {
    for (const event of callsOf(trace)) {
      for (const seeding of seedingsOf(event)) {
        const key = `${event.module.path}\0${event.module.language}\0${seeding.line}\0${seeding.cell ?? ''}\0${seeding.expression?.text ?? ''}\0${event.path}`;
        const views = places.get(key);
        if (views === undefined) places.set(key, [{ ...seeding, trace }]);
        else views.push({ ...seeding, trace });
      }
    }
  }
  return [...places.values()].map((views) => views.sort((a, b) => clarity(b) - clarity(a)));
}

const clarity = ({ event, value }: Seeding): number =>
  (event.reached ? 4 : 0) +
  (event.dormant ? 0 : 2) +
  (event.conditions.length > 0 ? 0 : 1) +
  (value?.kind === 'constant' && value.value !== null ? 8 : value?.kind === 'dynamic' ? 4 : 0);

function scopeOf(seen: Seen, repository: Repository, roles: ReadonlyMap<Module, Role>): Seed['scope'] {
  const { event, trace } = seen;
  const { module } = event;
  if (isTest(module)) return 'test';
  if (isSplit(event.path) || (seen.local && feedsSplit(event, trace))) return 'split';
  const own = roles.get(module) ?? 'other';
  if (isExample(module.path) && own !== 'train') return 'other';
  const program = seen.event.reached ? (roles.get(trace.main) ?? 'other') : own;
  // What a program that trains calls seeds its training, also in a file that is mostly for something else.
  const isCalledByTraining = own === 'inference' && program === 'train' && module !== trace.main;
  const role =
    own === 'other' || own === 'preprocess' || isCalledByTraining ? (program === 'other' ? own : program) : own;
  if (role === 'train') return own === 'preprocess' && dividesData(event, module) ? 'split' : 'training';
  if (role === 'preprocess') return dividesData(event, module) ? 'split' : 'preprocess';
  if (role === 'evaluate') return 'evaluation';
  if (role === 'inference') return 'inference';
  return !event.reached && importedByTraining(module, repository, roles) ? 'training' : 'other';
}

/** A generator of its own that is handed to a split. */
function feedsSplit(event: CallEvent, trace: Trace): boolean {
  const isIt = (value: Value): boolean =>
    value.kind === 'result' &&
    (value.call === event ||
      (value.call.receiver?.kind === 'result' && isIt(value.call.receiver)) ||
      value.call.site === event.site);
  return callsOf(trace).some(
    (other) => isSplit(other.path) && [...other.positional, ...other.named.values()].some(isIt),
  );
}

const importedByTraining = (module: Module, repository: Repository, roles: ReadonlyMap<Module, Role>): boolean =>
  repository.traces.some(
    (trace) => roles.get(trace.main) === 'train' && trace.main !== module && trace.modules.has(module.path),
  );
