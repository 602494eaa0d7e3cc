import type { SeedLibrary } from '../evidence.js';
import drawing from './drawing.json' with { type: 'json' };
import estimators from './estimators.json' with { type: 'json' };
import { lastName, matcher } from './names.js';
import { gradeOf, isSplit, seedingsOf } from './seeds.js';
import { dividesData } from './splits.js';
import type { CallEvent, Value } from './value.js';
import { knownText } from './values.js';

/** Something that draws random numbers in a run. */
export interface Need {
  library: SeedLibrary;
  /** The function that draws. */
  what: string;
  event: CallEvent;
  /** Dividing data is apart from training itself. */
  stage: 'training' | 'split';
  /** `fixed`: has a seed of its own · `open`: draws from the library's global generator · `own`: from an unseeded one of its own · `unknown` */
  state: 'fixed' | 'open' | 'own' | 'unknown';
}

const PYTHON_DRAWS = matcher(
  Object.entries(drawing.python).flatMap(([library, calls]) =>
    (calls as string[]).map((call): [string, SeedLibrary] => [call, library as SeedLibrary]),
  ),
);
const R_DRAWS = new Set(drawing.r);
const JULIA_DRAWS = new Set(drawing.julia);
const SPLIT_DRAWS = matcher(drawing.split.map((call) => [call, true] as const));
const list = (patterns: string[]) => matcher(patterns.map((pattern) => [pattern, true] as const));
const RANDOM = list(estimators.random);
const SEEDED_BY_DEFAULT = list(estimators.seededByDefault);
const DETERMINISTIC = list(estimators.deterministic);
const DETERMINISTIC_R = new Set(estimators.deterministicR);

/** Is a model trained here by a method that draws nothing? */
export function isDeterministic(event: CallEvent): boolean {
  if (event.module.language === 'r')
    return DETERMINISTIC_R.has(event.path) || (event.path === 'fit' && specification(event) === 'deterministic');
  if (event.module.language === 'julia') return /^(GLM\.)?(lm|glm)$/.test(event.path);
  const owner = event.path.replace(/\(\)\.\w+$/, '').replace(/\.fit\(\)$/, '');
  return DETERMINISTIC(owner) === true && RANDOM(owner) !== true;
}

/** What a call needs random numbers for; nothing for most calls. */
export function needOf(event: CallEvent): Need | undefined {
  if (event.module.language === 'r') return needInR(event);
  if (event.module.language === 'julia') return needInJulia(event);
  if (event.module.language !== 'python') return undefined;
  const stage = isSplit(event.path) ? 'split' : 'training';
  if (SPLIT_DRAWS(event.path) === true) return splitNeed(event);
  if (event.path === 'jax.random.PRNGKey' || event.path === 'jax.random.key')
    return { state: ownState(event) ?? 'own', ...need(event, 'jax', stage) };
  if (SEEDED_BY_DEFAULT(event.path) === true)
    return { state: ownState(event) === 'own' ? 'own' : 'fixed', ...need(event, boosting(event.path), stage) };
  if (isRandomEstimator(event)) return { state: ownState(event) ?? 'open', ...need(event, 'sklearn', stage) };
  const library = PYTHON_DRAWS(event.path);
  if (library === undefined || drawsNothing(event.path)) return undefined;
  const own = ownState(event);
  const isPlain = library === 'random' || library === 'numpy';
  const purpose = isPlain && dividesData(event, event.module) ? 'split' : stage;
  return { state: own === 'own' ? 'open' : (own ?? 'open'), ...need(event, library, purpose) };
}

const need = (event: CallEvent, library: SeedLibrary, stage: Need['stage']): Omit<Need, 'state'> => ({
  library,
  what: event.path.replace(/\(\)/g, ''),
  event,
  stage,
});

const boosting = (path: string): SeedLibrary =>
  path.startsWith('xgboost')
    ? 'xgboost'
    : path.startsWith('lightgbm')
      ? 'lightgbm'
      : /^(transformers|trl|setfit|sentence_transformers)/.test(path)
        ? 'transformers'
        : path.startsWith('ultralytics')
          ? 'torch'
          : 'other';

/** The state that the call's own seed gives it; undefined where it has none. */
function ownState(event: CallEvent): Need['state'] | undefined {
  const generator = event.named.get('generator') ?? event.named.get('rng');
  if (generator?.kind === 'result') return /manual_seed|default_rng|RandomState/.test(generator.path) ? 'fixed' : 'own';
  const [seeding] = seedingsOf(event);
  if (seeding === undefined) return undefined;
  switch (gradeOf(seeding)) {
    case 'fixed':
    case 'fixed-by-default':
    case 'derived':
      return 'fixed';
    case 'default-none':
    case 'dynamic':
      return seeding.how === 'keyword' && seeding.value?.kind === 'constant' ? undefined : 'own';
    default:
      return 'unknown';
  }
}

/** Parts of networks that hold, arrange or compute, and draw nothing. */
const NO_DRAWS = [
  /^torch\.nn\.(functional|utils|parallel|Module|Sequential|ModuleList|ModuleDict|\w*Loss\b|ReLU|LeakyReLU|Sigmoid|Tanh|Softmax|GELU|ELU|SiLU|Identity|Flatten|MaxPool|AvgPool|Adaptive|Upsample|ReflectionPad|ZeroPad|ReplicationPad|PixelShuffle|BatchNorm|InstanceNorm|LayerNorm|GroupNorm|Parameter\b|DataParallel|\w+\(\)|init\.(zeros|ones|constant))/,
  /^torch\.(nn|optim)\.\w+\(\)\(\)$/,
  /^torch\.rand\w*\(\)/,
  /^keras\.layers\.(Input\w*|Layer|Flatten|Reshape|Rescaling|Resizing|CenterCrop|(Global)?(Max|Average)Pool\w*|Concatenate|concatenate|Add|add|Multiply|Subtract|Average|Maximum|Dot|Activation|ReLU|LeakyReLU|ELU|Softmax|Normalization|BatchNormalization|LayerNormalization|ZeroPadding\w*|Cropping\w*|Lambda|UpSampling\w*|Permute|RepeatVector|Masking|TextVectorization|StringLookup|IntegerLookup|CategoryEncoding|Discretization|Hashing|TimeDistributed|Bidirectional)\b/,
  /^keras\.layers\..*\(\)/,
];
const drawsNothing = (path: string): boolean => NO_DRAWS.some((pattern) => pattern.test(path));

/** Classes that draw, and those that do so only with certain settings. */
function isRandomEstimator(event: CallEvent): boolean {
  if (/\(\)/.test(event.path)) return false;
  const name = lastName(event.path);
  const text = (key: string): string | undefined => knownText(event.named.get(key));
  const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;
  if (/^sklearn\.linear_model\.(LogisticRegression|Ridge|RidgeClassifier)/.test(event.path))
    return /^saga?$/.test(text('solver') ?? '') || (text('solver') === 'liblinear' && isTrue(event.named.get('dual')));
  if (/^(Lasso|ElasticNet|MultiTaskLasso)/.test(name) && event.path.startsWith('sklearn.'))
    return text('selection') === 'random';
  if (/^(SVC|NuSVC)$/.test(name) && event.path.startsWith('sklearn.')) return isTrue(event.named.get('probability'));
  return RANDOM(event.path) === true;
}

function splitNeed(event: CallEvent): Need | undefined {
  const shuffle = event.named.get('shuffle');
  if (shuffle?.kind === 'constant' && shuffle.value === false) return undefined;
  if (/Fold$/.test(event.path) && !(shuffle?.kind === 'constant' && shuffle.value === true)) return undefined;
  const library = event.path.startsWith('torch')
    ? 'torch'
    : event.path.startsWith('sklearn')
      ? 'sklearn'
      : event.path.includes('pandas') || event.path === '?.sample'
        ? 'pandas'
        : 'numpy';
  if (event.path === '?.sample' && !event.named.has('frac') && !event.named.has('random_state')) return undefined;
  return { state: ownState(event) ?? 'open', ...need(event, library, 'split') };
}

/** Julia draws from its task's generator unless it is handed another one as the first argument or by `rng`. */
function needInJulia(event: CallEvent): Need | undefined {
  if (!JULIA_DRAWS.has(event.path)) return undefined;
  const isLoader = event.path.endsWith('DataLoader');
  const shuffles = event.named.get('shuffle');
  if (isLoader && !(shuffles?.kind === 'constant' && shuffles.value === true)) return undefined;
  const generator = event.named.get('rng') ?? event.positional[0];
  const isOwn = generator?.kind === 'result' && /(MersenneTwister|Xoshiro|StableRNG)\(\)$/.test(generator.path);
  const stage = /partition|splitobs/.test(event.path) ? 'split' : 'training';
  return { state: isOwn ? 'fixed' : 'open', ...need(event, 'julia', stage) };
}

function needInR(event: CallEvent): Need | undefined {
  const drawsByEngine = event.path === 'fit' && specification(event) === 'random';
  if (!R_DRAWS.has(event.path) && !drawsByEngine) return undefined;
  const own = ownState(event);
  const stage = SPLIT_DRAWS(event.path) === true ? 'split' : 'training';
  return { state: own === 'own' || own === undefined ? 'open' : own, ...need(event, 'r', stage) };
}

/** Kind of the model of tidymodels that `fit` trains, found among the calls that made it. */
export function specification(event: CallEvent): 'random' | 'deterministic' | undefined {
  const names = new Set<string>();
  const visit = (value: Value | undefined, depth: number): void => {
    if (value?.kind !== 'result' || depth > 12) return;
    names.add(value.call.path);
    if (value.call.path === 'set_engine')
      names.add(`engine:${knownText(value.call.positional[1] ?? value.call.named.get('engine')) ?? ''}`);
    for (const inner of [...value.call.positional, ...value.call.named.values()]) visit(inner, depth + 1);
  };
  for (const value of [...event.positional, ...event.named.values()]) visit(value, 0);
  const has = (...wanted: string[]): boolean => wanted.some((name) => names.has(name));
  if (
    has(
      'rand_forest',
      'boost_tree',
      'mlp',
      'bag_tree',
      'bag_mars',
      'bart',
      'decision_tree',
      'keras_model_sequential',
      'engine:stan',
      'engine:keras',
      'engine:brulee',
    )
  )
    return 'random';
  if (
    has(
      'linear_reg',
      'logistic_reg',
      'poisson_reg',
      'multinom_reg',
      'nearest_neighbor',
      'svm_linear',
      'svm_rbf',
      'naive_Bayes',
      'discrim_linear',
      'mars',
      'gen_additive_mod',
      'proportional_hazards',
    )
  )
    return 'deterministic';
  return undefined;
}
