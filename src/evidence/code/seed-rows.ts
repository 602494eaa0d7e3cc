import type { Seed } from '../evidence.js';
import type { Repository } from './repository.js';
import { callsOf, type Role, trainingConditions } from './roles.js';
import { seedOptions } from './seed-options.js';
import { gradeOf, isSplit, originOf, type Seeding, seedingsOf, shownValue } from './seeds.js';
import { dividesData } from './splits.js';
import { isExample, isTest } from './test-files.js';
import type { CallEvent, Module, Value } from './value.js';
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
  for (const seen of bestOfEachPlace(repository)) {
    const scope = scopeOf(seen, repository, roles);
    const at = {
      path: seen.event.module.path,
      line: seen.line,
      ...(seen.cell === undefined ? {} : { cell: seen.cell }),
    };
    const grade = gradeOf(seen, trainingConditions(seen.trace));
    const origin = originOf(seen);
    const known =
      seen.value?.kind === 'either' ? seen.value.options.find((option) => option.kind === 'constant') : seen.value;
    for (const library of seen.libraries) {
      add({ ...at, library, value: shownValue(seen), how: seen.how, scope, grade });
      if (origin === undefined || known?.kind !== 'constant') continue;
      const value = typeof known.value === 'boolean' ? String(known.value) : known.value;
      const place = {
        path: origin.path,
        line: origin.line,
        ...(origin.cell === undefined ? {} : { cell: origin.cell }),
      };
      // A base that others are added to is shown with what it was before: the literal is not known any more.
      if (known.derived !== true)
        add({ ...place, library, value, how: origin.how, scope, grade: originGrade(origin.how, value) });
      origins.add(`${origin.path}\0${origin.line}`);
    }
  }
  for (const row of seedOptions(repository, origins, [...rows.values()])) add(row);
  return [...rows.values()];
}

const originGrade = (how: Seed['how'], value: Seed['value']): Seed['grade'] =>
  value === null ? 'default-none' : how === 'constant' || how === 'config' ? 'fixed' : 'fixed-by-default';

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

/** A place may be seen several times, with more and less known: the best view of each counts. */
function bestOfEachPlace(repository: Repository): Seen[] {
  const best = new Map<string, Seen>();
  for (const trace of repository.traces) {
    for (const event of callsOf(trace)) {
      for (const seeding of seedingsOf(event)) {
        const key = `${event.module.path}\0${event.module.language}\0${seeding.line}\0${seeding.cell ?? ''}\0${seeding.expression?.text ?? ''}\0${event.path}`;
        const before = best.get(key);
        if (before === undefined || clarity(seeding) > clarity(before)) best.set(key, { ...seeding, trace });
      }
    }
  }
  return [...best.values()];
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
  const role = own === 'other' || own === 'preprocess' ? (program === 'other' ? own : program) : own;
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
