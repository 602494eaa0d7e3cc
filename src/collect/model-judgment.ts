import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import type { FileAccess } from '../formats/file-access.js';
import { nameOf } from '../formats/file-access.js';
import type { FoundModel } from '../formats/find-models.js';
import type { Contents } from '../formats/format.js';
import { inspectModel } from '../formats/inspect.js';
import libraries from './model-libraries.json' with { type: 'json' };
import { isInDataFolder, isInTestFolder, isModelName, isModelOrDataName } from './roles.js';

/** Why a recognized file counts as a model, or as something else. */
export interface Judgment {
  isModel: boolean;
  why: string;
}

const HINT =
  /(^|[/_.-])(models?|weights?|checkpoints?|ckpts?|(pre)?trained([_-]models?)?|classifiers?|regressors?|estimators?|predictors?|clf|pipelines?|best|final|fit|fitted|net|network|lm|glm|gam|gbm|xgb|xgboost|lgbm|rf|svm|svc|knn|kmeans|pca|scalers?|encoders?|vectori[sz]ers?|tokeni[sz]ers?|embeddings?|resnet\w*|vgg\w*|unet\w*|bert\w*)(?=[/_.=-]|\d|$)/i;
/** Names of data sets, which weigh more than a folder called `models`. */
const DATA_NAME =
  /(^|[/_.-])(train|test|val|valid|validation|dev|holdout|x|y|features?|labels?|targets?|dataset|data|df|meta|vocab(ulary)?|cache|samples?|expected|results?|predictions?)([_-]?(set|data|split|df|\d+))?\.[^/]+$/i;

/** Looking inside decides for formats that hold anything; a few seconds are enough for that. */
const LIMITS: Limits = { ...DEFAULT_LIMITS, milliseconds: 10_000, pickleOperations: 2_000_000 };

const [MODEL_LIBRARIES, DATA_LIBRARIES] = [libraries.model, libraries.data];
const [R_MODELS, R_DATA] = [new Set(libraries.rModel), new Set(libraries.rData)];

/** Content first: what the format can hold, then what this file names, and only then where it lies. */
export async function judgeModel(found: FoundModel, files: FileAccess): Promise<Judgment> {
  const { format, entry } = found;
  const { holds } = format.facts;
  if (holds === 'model') return { isModel: true, why: found.basis };
  const hinted = HINT.test(entry) && !DATA_NAME.test(nameOf(entry));
  if (holds === 'weights') {
    const isData = isInDataFolder(entry) && DATA_NAME.test(nameOf(entry));
    return { isModel: !isData, why: isData ? 'tensors named like a data set, in a folder of data' : found.basis };
  }
  if (holds === 'table' || holds === 'nothing')
    return { isModel: hinted && !isInTestFolder(entry), why: hinted ? 'name of a model' : `${format.name} holds data` };
  const spoken = speaks((await inspectModel(entry, files, { limits: LIMITS })).contents);
  if (spoken) return spoken;
  if (hinted) return { isModel: true, why: 'name of a model' };
  const isData = isInDataFolder(entry) || isInTestFolder(entry) || DATA_NAME.test(nameOf(entry));
  return {
    isModel: !isData,
    why: isData ? 'nothing in it names a model, and it lies among data' : `${format.name} that may hold a model`,
  };
}

/** What the content itself says: libraries and classes that it names. */
function speaks(contents: Contents): Judgment | null {
  const classes = contents.facts.filter(({ key }) => /class/i.test(key)).flatMap(({ value }) => words(value));
  const rModel = classes.find((name) => R_MODELS.has(name));
  if (rModel !== undefined) return { isModel: true, why: `object of class ${rModel}` };
  const names = [...contents.globals, ...classes.filter((name) => name.includes('.'))];
  const model = names.find((name) => isOf(name, MODEL_LIBRARIES) && !isOf(name, DATA_LIBRARIES));
  if (model !== undefined) return { isModel: true, why: `it names ${model}` };
  const rData = classes.find((name) => R_DATA.has(name));
  if (rData !== undefined) return { isModel: false, why: `object of class ${rData}` };
  // A class of nobody's library may well be the author's model.
  if (names.length > 0 && names.every((name) => isOf(name, DATA_LIBRARIES)))
    return {
      isModel: false,
      why: `it names nothing but ${[...new Set(names.map((name) => name.split('.')[0]))].sort().join(', ')}`,
    };
  return null;
}

const words = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof item === 'string')
    : typeof value === 'string'
      ? value.split(/[\s,]+/)
      : [];

const isOf = (name: string, list: readonly string[]): boolean =>
  list.some((library) => name === library || name.startsWith(`${library}.`));

/** True where the name alone lets expect a model, for files whose content is none or cannot be had. */
export const isModelPath = (path: string): boolean =>
  isModelName(path) ||
  (isModelOrDataName(path) &&
    !isInDataFolder(path) &&
    !isInTestFolder(path) &&
    !DATA_NAME.test(nameOf(path)) &&
    HINT.test(path));
