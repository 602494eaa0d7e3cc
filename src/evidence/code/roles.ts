import { oncePer, oncePerText } from '../../bytes/once-per.js';
import type { Script } from '../evidence.js';
import type { Language, Statement } from '../languages/program.js';
import { lastName, matcher } from './names.js';
import type { Repository } from './repository.js';
import table from './roles.json' with { type: 'json' };
import { isTest } from './test-files.js';
import type { CallEvent, Module, Value } from './value.js';
import { argument, pattern } from './values.js';
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
export function activitiesOf(event: CallEvent): readonly Activity[] {
  const { path, module } = event;
  const { kinds, isFit, isClient, isOfTokens } = NAMED[module.language](path);
  if (kinds.length === 0 && !isFit && !isClient) return kinds;
  const found = [...kinds];
  if (isFit && trainsByFit(event)) found.push('train');
  if (isClient && /predict|infer|invocations|score|generate|detect/i.test(pattern(event.positional[0]) ?? ''))
    found.push('load');
  if (isOfTokens) return found.filter((kind) => kind !== 'load');
  if (found.includes('train') && isOptimizingInput(event)) return found.filter((kind) => kind !== 'train');
  return found;
}

/** Vocabularies and settings are no models. */
const TOKENS = /(Tokenizer\w*|Processor|FeatureExtractor|Config)(\(\))?\.\w+$/;

/** Asking a model that another program serves. */
const CLIENT = /^(requests|httpx)\.(post|get)$|^requests\.Session\(\)\.post$/;

/** What the name of a call says of it. */
const namedIn = (language: Language) =>
  oncePerText((path) => ({
    kinds: (ACTIVITIES[language] ?? []).filter(({ test }) => test(path)).map(({ kind }) => kind),
    isFit: language === 'python' && /^fit(_\w+)?$/.test(lastName(path)),
    isClient: language === 'python' && CLIENT.test(path),
    isOfTokens: TOKENS.test(path),
  }));
const NAMED = { python: namedIn('python'), r: namedIn('r'), julia: namedIn('julia'), shell: namedIn('shell') };

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
  if (!isStep(event.path)) return false;
  const receiver = event.receiver;
  const parameters = receiver?.kind === 'result' ? argument(receiver.call, 0, 'params') : undefined;
  return parameters?.kind === 'list' && parameters.items.length > 0 && parameters.items.every(isTensor);
}
const isStep = oncePerText((path) => /^torch\.optim\.\w+\(\)\.step$/.test(path));
const isTensor = (value: Value): boolean => value.kind === 'result' && !/parameters\(/.test(value.path);

export const callsOf = oncePer((trace: Trace): readonly CallEvent[] =>
  trace.events.filter((event): event is CallEvent => event.kind === 'call'),
);

/** The conditions that hold where a program trains: what stands under them too is as certain as the training. */
export const trainingConditions = oncePer(
  (trace: Trace): ReadonlySet<object> =>
    new Set(callsOf(trace).findLast((event) => !event.dormant && isTraining(event))?.conditions ?? []),
);

/** What a file does: itself, and as a program with all that it leads to. */
interface Deeds {
  own: Set<Activity>;
  ran: Set<Activity>;
  /** It scores: by calling, or by offering, a function of that name. */
  measures: boolean;
}

/** What each file of code is for: what it does decides, its name only where that leaves a choice. */
export function rolesOf(repository: Repository): Map<Module, Role> {
  const deeds = new Map<Module, Deeds>(
    repository.modules.map((module) => [
      module,
      { own: new Set(), ran: new Set(), measures: offersMeasure(module.program.statements) },
    ]),
  );
  for (const trace of repository.traces) {
    const optimizesInput = callsOf(trace).some(isOptimizingInput);
    const main = deeds.get(trace.main);
    for (const event of callsOf(trace)) {
      for (const kind of activitiesOf(event)) {
        if (kind === 'train' && optimizesInput) continue;
        if (!(kind === 'load' && PLAIN_LOAD.test(event.path) && !repository.entries.has(event.module)))
          deeds.get(event.module)?.own.add(kind);
        if (event.reached && !event.dormant) main?.ran.add(kind);
        // A library that loads a model by way of another one.
        if (kind === 'load') for (const module of event.through) deeds.get(module)?.own.add(kind);
      }
    }
    if (main !== undefined && repository.entries.has(trace.main))
      main.measures ||= [...trace.entered].some((definition) => MEASURE.test(nameOf(definition)));
  }
  return new Map([...deeds].map(([module, done]) => [module, roleOf(module, done, repository.entries.has(module))]));
}

/** Loads anything: in a library, as often data as a model. */
const PLAIN_LOAD = /^(torch\.load|(pickle|joblib|cloudpickle|dill)\.load|readRDS|read_rds|load|qread|deserialize)$/;

const MEASURE = /^(score|eval(uate)?|validate|compute_(metrics?|scores?)|get_accuracy|accuracy)(_|$)/i;
const nameOf = (definition: object): string => (definition as { name?: string }).name ?? '';
const offersMeasure = (statements: readonly Statement[]): boolean =>
  statements.some((s) => s.kind === 'function' && MEASURE.test(s.name));

/** Names that tell what a program is for, where what it does leaves a choice. */
const NAMES = {
  benchmark: /bench|profil/,
  evaluation: /^(eval|valid|metric)|eval(uate|uation)?\.|_eval|metrics|score|threshold/,
  test: /^test_/,
  use: /predict|infer|demo|sample\.|generate|serve|client|^app\.|api/,
  preparation: /preprocess|prepare|download|dataset|clean|etl|featuri|simulat|tidy/,
};

function roleOf(module: Module, { own, ran, measures }: Deeds, isEntry: boolean): Role {
  if (isTest(module)) return 'other';
  const name = module.path.slice(module.path.lastIndexOf('/') + 1).toLowerCase();
  const folders = module.path.slice(0, -name.length).toLowerCase();
  const does = (kind: Activity): boolean => own.has(kind) || (isEntry && ran.has(kind));
  if (does('train') && NAMES.benchmark.test(name)) return 'other';
  if (does('train') && !(does('load') && /^(eval|test|predict|infer|demo)/.test(name))) return 'train';
  if (does('export') && !does('evaluate')) return 'export';
  if (NAMES.evaluation.test(name) && (own.size > 0 || ran.size > 0 || measures || isConfiguration(module)))
    return 'evaluate';
  if (measures && NAMES.test.test(name) && does('load')) return 'evaluate';
  if (does('evaluate') && !NAMES.use.test(name)) return 'evaluate';
  if (does('load') || (NAMES.use.test(name) && !does('prepare') && (isEntry || own.size > 0))) return 'inference';
  return does('prepare') || NAMES.preparation.test(name) || (NAMES.preparation.test(folders) && own.size > 0)
    ? 'preprocess'
    : 'other';
}

/** A file of assignments only, to be executed by another one. */
const isConfiguration = ({ program }: Module): boolean =>
  program.statements.length > 0 &&
  program.statements.every((s) => s.kind === 'assign' || (s.kind === 'expression' && s.value.kind === 'literal'));
