import type { Script } from '../evidence.js';
import type { Language } from '../languages/program.js';
import { lastName, matcher } from './names.js';
import type { Repository } from './repository.js';
import table from './roles.json' with { type: 'json' };
import type { CallEvent, Module, Value } from './value.js';
import { argument } from './values.js';
import type { Trace } from './walk.js';

export type Role = Script['role'];
type Activity = 'train' | 'evaluate' | 'load' | 'export' | 'prepare';

const ACTIVITIES = Object.fromEntries(
  Object.entries(table).map(([language, kinds]) => [
    language,
    Object.entries(kinds)
      .filter(([kind]) => kind !== 'estimator')
      .map(([kind, patterns]) => ({ kind: kind as Activity, test: matcher(patterns.map((p) => [p, true] as const)) })),
  ]),
) as Record<Language, { kind: Activity; test: (path: string) => true | undefined }[]>;
const estimator = matcher(table.python.estimator.map((pattern) => [`${pattern}`, true] as const));

/** Is this the class of something that `fit` trains, by the path of what was constructed? */
export const isEstimator = (path: string): boolean => estimator(path) === true;

/** Does a call train a model? Preparation steps (scalers, encoders, tokenizers) that also have `fit` do not count. */
export function isTraining(event: CallEvent): boolean {
  return activitiesOf(event).includes('train');
}

/** What a call is part of, by its full name. */
export function activitiesOf(event: CallEvent): Activity[] {
  const { path, module } = event;
  const found = (ACTIVITIES[module.language] ?? []).filter(({ test }) => test(path)).map(({ kind }) => kind);
  if (module.language === 'python' && /^fit(_\w+)?$/.test(lastName(path)) && trainsByFit(event)) found.push('train');
  if (found.includes('train') && isOptimizingInput(event)) return found.filter((kind) => kind !== 'train');
  return found;
}

/** `fit` of an estimator, or of something unknown that is not named like a step of preparation. */
function trainsByFit(event: CallEvent): boolean {
  const owner = event.path.slice(0, event.path.lastIndexOf('.'));
  if (owner.endsWith('()')) return isEstimator(owner.replace(/(\.fit)?\(\)$/, '')) || /(^|\.)keras\./.test(owner);
  if (owner !== '?') return false;
  const { callee } = event.site;
  const name = callee.kind === 'member' ? callee.object.text : '';
  return !/scal|encod|token|vector|imput|transform|pca|binar|normal|lbl|_le\b|^le$/i.test(name);
}

/** An optimizer of single tensors changes an input, not a model: `Adam([image])`. */
function isOptimizingInput(event: CallEvent): boolean {
  if (!/^torch\.optim\.\w+\(\)\.step$/.test(event.path)) return false;
  const receiver = event.receiver;
  const parameters = receiver?.kind === 'result' ? argument(receiver.call, 0, 'params') : undefined;
  return parameters?.kind === 'list' && parameters.items.length > 0 && parameters.items.every(isTensor);
}
const isTensor = (value: Value): boolean => value.kind === 'result' && !/parameters\(/.test(value.path);

/** Calls of a file itself, in whatever program they were seen. */
export function eventsIn(repository: Repository, module: Module): CallEvent[] {
  return repository.traces.flatMap(({ events }) =>
    events.filter((event): event is CallEvent => event.kind === 'call' && event.module === module),
  );
}

export const callsOf = (trace: Trace): CallEvent[] =>
  trace.events.filter((event): event is CallEvent => event.kind === 'call');

const TEST_FOLDER = /(^|\/)(tests?|testing|__tests__)\/|(^|\/)(conftest|test_[^/]*)\.py$|_test\.(py|R)$/i;
const EXAMPLE_FOLDER = /(^|\/)(examples?|demos?|docs?|tutorials?|third_party|vendor|benchmarks?)\//i;

/** A file of tests: by its folder, or by its name and the test framework that it imports. */
export function isTest({ path, program }: Module): boolean {
  if (!TEST_FOLDER.test(path)) return false;
  if (/(^|\/)(tests?|testing|__tests__)\//i.test(path)) return true;
  return (
    program.statements.some((s) => s.kind === 'import' && /^(pytest|unittest|nose)\b/.test(s.module)) ||
    program.statements.some((s) => s.kind === 'function' && s.name.startsWith('test_'))
  );
}

export const isExample = (path: string): boolean => EXAMPLE_FOLDER.test(path);

/** What each file of code is for: what it does decides, its name only where that leaves a choice. */
export function rolesOf(repository: Repository): Map<Module, Role> {
  const own = new Map<Module, Set<Activity>>();
  const ran = new Map<Module, Set<Activity>>();
  const add = (to: Map<Module, Set<Activity>>, module: Module, kinds: Activity[]): void => {
    const set = to.get(module) ?? new Set();
    for (const kind of kinds) set.add(kind);
    to.set(module, set);
  };
  for (const trace of repository.traces) {
    const optimizesInput = callsOf(trace).some(isOptimizingInput);
    for (const event of callsOf(trace)) {
      const kinds = activitiesOf(event).filter((kind) => !(kind === 'train' && optimizesInput));
      add(own, event.module, kinds);
      if (event.reached && !event.dormant) add(ran, trace.main, kinds);
    }
  }
  return new Map(
    repository.modules.map((module) => [
      module,
      roleOf(module, own.get(module) ?? new Set(), ran.get(module) ?? new Set(), repository.entries.has(module)),
    ]),
  );
}

function roleOf(module: Module, own: ReadonlySet<Activity>, ran: ReadonlySet<Activity>, isEntry: boolean): Role {
  const name = module.path.slice(module.path.lastIndexOf('/') + 1).toLowerCase();
  if (isTest(module)) return 'other';
  const does = (kind: Activity): boolean => own.has(kind) || (isEntry && ran.has(kind));
  const named = (pattern: RegExp): boolean => pattern.test(name);
  if (does('train')) {
    if (named(/bench|profil|sweep_plot/) && !own.has('prepare')) return 'other';
    if (!(named(/^(eval|test|predict|infer|demo)/) && does('load'))) return 'train';
  }
  if (does('export') && !does('evaluate')) return 'export';
  if (
    named(/^(eval|valid|metric)|eval(uate|uation)?\.|_eval|metrics|score|threshold/) &&
    (does('load') || does('evaluate') || does('prepare') || own.size > 0 || isConfiguration(module))
  )
    return 'evaluate';
  if (does('evaluate') && !named(/predict|infer|demo|serve|app|client/)) return 'evaluate';
  if (named(/predict|infer|demo|sample\.|generate|serve|^app\.|api/) || does('load'))
    return does('load') || isEntry || own.size > 0 ? 'inference' : 'other';
  if (does('prepare') || named(/preprocess|prepare|download|dataset|clean|etl|featuri/)) return 'preprocess';
  return 'other';
}

/** A file of assignments only, to be executed by another one. */
const isConfiguration = ({ program }: Module): boolean =>
  program.statements.length > 0 &&
  program.statements.every((s) => s.kind === 'assign' || (s.kind === 'expression' && s.value.kind === 'literal'));
