import type { Inspection } from '../../formats/inspection.js';
import type { Script } from '../evidence.js';
import type { Place } from '../languages/program.js';
import { textTest } from '../wildcards.js';
import { joinPaths } from './arithmetic.js';
import { openedPath } from './configurations.js';
import { defaultCheckpoints } from './lightning-writes.js';
import { foldersAbove, inFolder, normalizePath } from './modules.js';
import { matcher } from './names.js';
import { isEstimator } from './roles.js';
import type { CallEvent, Value } from './value.js';
import { argument, knownText, options, pattern, textOf, textParts } from './values.js';
import table from './writing.json' with { type: 'json' };

interface WriteRule {
  call: string;
  /** Position of the path, and its names. */
  at?: number;
  names?: string[];
  /** Position of what is written. */
  object?: number;
  /** Writes things of any kind: a model only where the object or the path says so. */
  any?: boolean;
  /** Only where the object that it is a method of may be a model. */
  model?: boolean;
  /** Data unless the path is that of a model. */
  data?: boolean;
  folder?: boolean;
  /** What lies in the folder. */
  inside?: string;
  suffix?: string;
  ending?: string;
  braces?: boolean;
  /** The path is that of the file it was opened with. */
  file?: boolean;
  bytes?: boolean;
  mode?: number;
  outside?: boolean;
  as?: 'export';
}

const RULES = Object.fromEntries(
  Object.entries(table).map(([language, rules]) => [
    language,
    matcher((rules as WriteRule[]).map((rule) => [rule.call, rule] as const)),
  ]),
);

/** One write of a model, as code shows it. */
export interface Write extends Place {
  /** Path with `*` for what is not known, as seen from where the program runs. */
  pattern?: string;
  /** The function that writes. */
  how: string;
  /** The file is a model only if it is among those that were found. */
  doubtful: boolean;
  /** Everything below the path may belong to it. */
  folder: boolean;
}

/** What a call writes, if it may be a model. */
export function writeOf(event: CallEvent): Write | undefined {
  const rule = RULES[event.module.language]?.(event.path);
  if (
    rule === undefined ||
    (rule.mode !== undefined && !/[wax]/.test(knownText(argument(event, rule.mode, 'mode')) ?? 'r'))
  )
    return undefined;
  if (rule.model === true && !mayBeModel(event.receiver)) return undefined;
  const byDefault = defaultCheckpoints(event);
  const path = byDefault ? byDefault.path : pathOf(event, rule);
  const object = rule.object === undefined ? undefined : event.positional[rule.object];
  const kind = rule.any === true ? kindOf(object ?? (rule.bytes ? event.positional[0] : undefined)) : 'model';
  if (rule.bytes === true && !isSerialized(event.positional[0])) return undefined;
  const plain = pattern(path);
  // Nothing but an ending: the name is an option that is empty by default.
  const shown = plain !== undefined && /^\.\w+$/.test(plain) ? `*${plain}` : plain;
  return {
    line: event.line,
    ...(event.cell === undefined ? {} : { cell: event.cell }),
    ...(shown === undefined ? {} : { pattern: rule.braces === true ? withoutBraces(shown) : shown }),
    how: howOf(event),
    doubtful:
      byDefault?.isDoubtful === true ||
      kind === 'data' ||
      (rule.any === true && NO_MODEL.test(shown ?? '')) ||
      /(^|[/_.-])(cached?|vocab|vocabulary|tokenizer)([/_.-]|$)/i.test(shown ?? '') ||
      (kind === 'unknown' && rule.data === true),
    folder: rule.folder === true,
  };
}

/** Pictures, tables and texts, which are saved by functions of the same names. */
const NO_MODEL = /\.(png|jpe?g|gif|svg|pdf|csv|tsv|txt|html?|wav|mp3|mp4|avi|xlsx?|parquet|log)$/i;

/** The name that people know: without the calls in between. */
const howOf = (event: CallEvent): string => event.path.replace(/\(\)|\[\]/g, '').replace(/^\?\./, '');

function pathOf(event: CallEvent, rule: WriteRule): Value | undefined {
  if (rule.call === 'lightning.*ModelCheckpoint') return checkpointPath(event);
  const given = rule.file === true ? event.receiver : argument(event, rule.at, ...(rule.names ?? []));
  const path = openedPath(given);
  if (path === undefined) return undefined;
  if (rule.inside !== undefined) return joinPaths([path, textOf(asHoles(rule.inside))]);
  const ending = rule.ending ?? rule.suffix;
  if (ending === undefined) return path;
  const parts = textParts(path) ?? [null];
  const last = parts.at(-1);
  return typeof last === 'string' && last.endsWith(ending) ? path : textOf([...parts, ...asHoles(ending)]);
}

const asHoles = (text: string): (string | null)[] => text.split(/(\*)/).map((part) => (part === '*' ? null : part));

/** Lightning names checkpoints by its own template below `dirpath`, which is the folder `checkpoints` of the run's log. */
function checkpointPath(event: CallEvent): Value {
  const folder = argument(event, 0, 'dirpath');
  const name = argument(event, 1, 'filename');
  const parts =
    name === undefined || textParts(name) === undefined ? [null] : asHoles(withoutBraces(pattern(name) ?? '*'));
  return joinPaths([folder ?? textOf([null, '/checkpoints']), textOf([...parts, '.ckpt'])]);
}

/** `{epoch:02d}` is filled in by the framework. */
const withoutBraces = (text: string): string => text.replace(/\{[^{}]*\}/g, '*');

const MODEL_PACKAGES =
  /^(sklearn|keras|torch|xgboost|lightgbm|catboost|transformers|tensorflow|flax|statsmodels|prophet|gensim|imblearn|sentence_transformers|spacy|surprise|lifelines|timm|torchvision\.models|stable_baselines3)\b/;

/** Is what is written a model, data, or not known? */
function kindOf(value: Value | undefined, depth = 0): 'model' | 'data' | 'unknown' {
  if (value === undefined || depth > 4) return 'unknown';
  switch (value.kind) {
    case 'result':
    case 'external': {
      if (
        /\b(predict\w*|transform|fit_transform|split|history|score|train_test_split)\(\)/.test(value.path) ||
        /\.(history|cv_results_)$/.test(value.path)
      )
        return 'data';
      if (/^(numpy|pandas|scipy|dict|list|str|json|random|datasets|open)\b/.test(value.path)) return 'data';
      return isEstimator(value.path.replace(/(\.fit)?\(\)$/, '')) || MODEL_PACKAGES.test(value.path)
        ? 'model'
        : 'unknown';
    }
    case 'instance':
      return 'unknown';
    case 'list':
    case 'dict': {
      const kinds = (value.kind === 'list' ? value.items : [...value.entries.values()]).map((item) =>
        kindOf(item, depth + 1),
      );
      return kinds.includes('model')
        ? 'model'
        : value.kind === 'dict' && kinds.includes('unknown') && kinds.length > 0
          ? 'unknown'
          : 'data';
    }
    case 'either':
      return (
        options(value)
          .map((option) => kindOf(option, depth + 1))
          .find((kind) => kind !== 'unknown') ?? 'unknown'
      );
    case 'constant':
    case 'text':
    case 'dynamic':
      return 'data';
    default:
      return 'unknown';
  }
}

/** Figures, audio and the like have `save` as well. */
const mayBeModel = (receiver: Value | undefined): boolean =>
  receiver !== undefined &&
  (receiver.kind === 'instance' || kindOf(receiver) !== 'data') &&
  !(
    receiver.kind === 'result' &&
    /^(PIL|matplotlib|docx|openpyxl|cv2|wandb|tqdm|pydub|soundfile|plotly|django|h5py)\b/.test(receiver.path)
  ) &&
  !(
    receiver.kind === 'external' &&
    /^(PIL|matplotlib|wandb|\?\.)/.test(receiver.path) &&
    !/model|net|clf|agent|classifier|regressor/i.test(receiver.path)
  );

/** Bytes of a pickled object or of a serialized tree of weights. */
const isSerialized = (value: Value | undefined): boolean =>
  value?.kind === 'result' &&
  /(pickle\.dumps|serialization\.(to_bytes|msgpack_serialize)|SerializeToString|TFLiteConverter.*\.convert|\.serialize)\(\)$/.test(
    value.path,
  );

/** Models with the paths that belong to them. */
export interface KnownModel {
  path: string;
  companions: readonly string[];
}

export const knownModels = (inspections: readonly Inspection[]): KnownModel[] =>
  inspections.map(({ path, companions }) => ({ path, companions }));

/** A pattern as it lies in the repository, seen from a program's folder or from the top; undefined where it leads outside. */
function candidates(shown: string, program: string): string[] {
  const text = shown.replace(/^[a-z]+:\/\//i, '/');
  if (text.startsWith('/') || /^[A-Za-z]:/.test(text) || text.startsWith('~')) return [];
  const found = [...foldersAbove(program).slice(0, -1), ''].map((folder) => normalizePath(inFolder(folder, text)));
  return [...new Set(found.filter((path): path is string => path !== undefined && path !== ''))];
}

/** The models that a write fits: by the whole path, else by a name that is clear and belongs to one model alone. */
export function modelsWritten(write: Write, program: string, models: readonly KnownModel[]): string[] {
  if (write.pattern === undefined) return [];
  const shown = write.pattern;
  for (const candidate of candidates(shown, program)) {
    const [isIt, isBelow] = [textTest(candidate), textTest(`${candidate}/*`)];
    const found = models.filter(
      (model) =>
        [model.path, ...model.companions].some((path) => isIt(path) || (write.folder && isBelow(path))) ||
        model.path.startsWith(`${candidate}/`),
    );
    if (found.length > 0 && isTelling(candidate)) return found.map(({ path }) => path);
  }
  const name = shown.slice(shown.lastIndexOf('/') + 1);
  if (!isTelling(name)) return [];
  const isNamed = textTest(name);
  const found = models.filter(({ path }) => isNamed(path.slice(path.lastIndexOf('/') + 1)));
  return found.length === 1 || (shown.includes('*') && name.includes('*') && sameFolder(found))
    ? found.map(({ path }) => path)
    : [];
}

const sameFolder = (models: readonly KnownModel[]): boolean =>
  models.length > 0 && new Set(models.map(({ path }) => foldersAbove(path)[0])).size === 1;

/** Enough letters are known that a fit is no accident. */
const isTelling = (text: string): boolean =>
  text.replace(/\.\w+$/, '').replace(/[*./_-]/g, '').length >= 4 || !text.includes('*');

/** Writes of one program as the evidence lists them: each model by its path, what fits none by its pattern. */
export function scriptWrites(
  writes: readonly Write[],
  program: string,
  models: readonly KnownModel[],
  trains: boolean,
): Script['writes'] {
  const rows = new Map<string, Script['writes'][number]>();
  const add = (row: Script['writes'][number]): void => {
    const key = `${row.line}\0${row.cell ?? ''}\0${row.model ?? row.pattern ?? ''}`;
    if (!rows.has(key)) rows.set(key, row);
  };
  for (const write of writes) {
    const at = { line: write.line, ...(write.cell === undefined ? {} : { cell: write.cell }), how: write.how };
    const found = modelsWritten(write, program, models);
    const shown =
      write.pattern === undefined
        ? undefined
        : (normalizePath(write.pattern) ?? candidates(write.pattern, program)[0] ?? write.pattern);
    for (const model of found)
      add({ model, ...(shown === undefined || shown === model ? {} : { pattern: shown }), ...at });
    if (found.length === 0 && !write.doubtful && trains)
      add({ ...(shown === undefined ? {} : { pattern: shown }), ...at });
  }
  return [...rows.values()];
}
