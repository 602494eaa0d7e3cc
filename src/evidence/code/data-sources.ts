import type { Collection } from '../../collect/collection.js';
import { foldersOf, pathsOf } from '../collected-paths.js';
import type { DataSource } from '../evidence.js';
import type { Command } from '../languages/program.js';
import { openedPath } from './configurations.js';
import { writtenData } from './data-writes.js';
import { foldersAbove, inFolder, normalizePath } from './modules.js';
import { lastName, matcher } from './names.js';
import type { Repository } from './repository.js';
import { callsOf, type Role } from './roles.js';
import table from './sources.json' with { type: 'json' };
import { isTest } from './test-files.js';
import type { CallEvent, Module, Value } from './value.js';
import { argument, knownText, options, pattern } from './values.js';

interface SourceRule {
  call: string;
  kind: DataSource['kind'];
  /** Where the identifier is given; without it the name of the class or function is the identifier. */
  at?: number;
  names?: string[];
  class?: boolean;
  part?: number;
  prefix?: string;
  drop?: string;
  revision?: string;
  when?: string[];
  except?: string[];
  /** R: the data set belongs to the package named beside it. */
  package?: boolean;
  symbol?: boolean;
}

const RULES = {
  python: matcher((table.python as SourceRule[]).map((rule) => [rule.call, rule] as const)),
  r: matcher((table.r as SourceRule[]).map((rule) => [rule.call, rule] as const)),
  julia: matcher((table.julia as SourceRule[]).map((rule) => [rule.call, rule] as const)),
};
const READS = {
  python: matcher(table.pythonReads.map((call) => [call, true] as const)),
  r: matcher(table.rReads.map((call) => [call, true] as const)),
  julia: matcher(table.juliaReads.map((call) => [call, true] as const)),
};
const LOADERS = new Set(table.loaders);

/** Data that code loads: by catalog, by address, from files. Weights, papers and services are told apart. */
export function codeDataSources(
  repository: Repository,
  roles: ReadonlyMap<Module, Role>,
  collection: Pick<Collection, 'files'>,
): DataSource[] {
  const rows = new Map<string, DataSource>();
  const isHere = (path: string): boolean => pathsOf(collection).has(path) || foldersOf(collection).has(`${path}/`);
  const isWritten = writtenData(repository);
  // The first place in a file stands for all; a file read in many places is one source.
  const add = (row: DataSource): void => {
    const key = `${row.kind}\0${row.value}\0${row.kind === 'local' ? '' : row.path}`;
    const before = rows.get(key);
    if (before === undefined || (before.path === row.path && row.line < before.line)) rows.set(key, row);
  };
  for (const trace of repository.traces) {
    const program = roles.get(trace.main) ?? 'other';
    for (const event of callsOf(trace)) {
      if (isTest(event.module)) continue;
      const own = roles.get(event.module) ?? 'other';
      const trains = (event.reached && program === 'train') || own === 'train';
      for (const row of catalogSource(event)) if (trains || !row.value.startsWith('database ')) add(row);
      for (const row of readSources(event, isHere, trains)) {
        if (
          row.kind === 'local'
            ? !row.packed && [row.value, ...withinRepository(row.value, event.module)].some(isWritten)
            : !(trains || own === 'preprocess' || program === 'preprocess')
        )
          continue;
        add(row);
      }
    }
  }
  return [...rows.values(), ...fetchedSources(repository)];
}

/** Downloads by shell. A script for another system, or for a part, fetches the same once more: that is no other source. */
function fetchedSources({ shells }: Repository): DataSource[] {
  const rows = new Map<string, DataSource>();
  const isForWindows = ({ path }: { path: string }): boolean => /\.(bat|cmd|ps1)$/i.test(path);
  const ordered = [...shells].sort((a, b) => Number(isForWindows(a)) - Number(isForWindows(b)));
  for (const shell of ordered)
    for (const command of shell.commands)
      for (const row of commandSources(shell.path, command)) {
        // Other programs mean something else by `-f`.
        const part = row.kind === 'kaggle' ? command.words.findIndex((word) => /^(-f|--file)$/.test(word)) : -1;
        const key = `${row.kind}\0${row.value}\0${part < 0 ? '' : command.words[part + 1]}`;
        if (!rows.has(key)) rows.set(key, row);
      }
  return [...rows.values()];
}

const placeIn = (event: CallEvent): Pick<DataSource, 'path' | 'line'> => ({
  path: event.module.path,
  line: event.line,
});

function catalogSource(event: CallEvent): DataSource[] {
  const { language } = event.module;
  const rule = language === 'shell' ? undefined : RULES[language](event.path);
  if (rule === undefined || isExcepted(rule, event.path)) return [];
  if (rule.when !== undefined && knownText(event.named.get(rule.when[0] ?? '')) !== rule.when[1]) return [];
  const given = argument(event, rule.at, ...(rule.names ?? []));
  const identifier = identifierOf(event, rule, given);
  if (identifier === undefined || (rule.call === 'nltk.download' && NLTK_TOOLS.test(identifier))) return [];
  if (rule.kind === 'hf-dataset' && (LOADERS.has(identifier) || /^[./~]/.test(identifier)))
    return filesOfLoader(event, identifier);
  const revision = rule.revision === undefined ? undefined : event.named.get(rule.revision);
  const shown = revision?.kind === 'constant' && revision.value !== null ? String(revision.value) : undefined;
  return [
    {
      kind: rule.kind,
      value: `${rule.prefix ?? ''}${identifier}`,
      ...(shown === undefined ? {} : { revision: shown }),
      ...placeIn(event),
      packed: false,
    },
  ];
}

/** Parts of tokenizers and taggers, not corpora. */
const NLTK_TOOLS =
  /^(punkt\w*|stopwords|wordnet\w*|omw\S*|averaged_perceptron_tagger\w*|vader_lexicon|words|maxent_\w+|all|popular)$/;

const isExcepted = (rule: SourceRule, path: string): boolean => {
  const rest = path.slice(Math.max(0, rule.call.indexOf('*')));
  // A method of what was loaded is not another source.
  if (rule.class === true && path.includes('()')) return true;
  return (rule.except ?? []).some((name) =>
    name.endsWith('*') ? rest.startsWith(name.slice(0, -1)) : rest === name || path === name,
  );
};

function identifierOf(event: CallEvent, rule: SourceRule, given: Value | undefined): string | undefined {
  if (rule.part !== undefined) return event.path.split('.')[rule.part];
  const plain = given?.kind === 'constant' && typeof given.value === 'number' ? String(given.value) : pattern(given);
  const known = plain ?? tableOf(given);
  if (rule.symbol === true) {
    const [first] = event.site.arguments;
    const name = first?.value.kind === 'name' ? first.value.name : known;
    const from = knownText(event.named.get('package'));
    return name === undefined || from === undefined ? undefined : `${from}::${name}`;
  }
  if (rule.class === true) {
    const name = lastName(event.path).replace(/^(load|fetch)_/, '');
    const short = rule.drop === undefined ? name : name.replace(rule.drop, '');
    return [short, rule.at === undefined ? undefined : known, rule.kind === 'torchvision' ? splitOf(event) : undefined]
      .filter((part) => part !== undefined)
      .join(' ');
  }
  return known;
}

/** `DBI::Id(schema = "content", table = "bikes")` is content.bikes. */
function tableOf(given: Value | undefined): string | undefined {
  if (given?.kind !== 'result' || !/^(Id|in_schema)$/.test(given.call.path)) return undefined;
  return [...given.call.positional, ...given.call.named.values()]
    .map(knownText)
    .filter((part) => part !== undefined)
    .join('.');
}

/** The part of a data set that is asked for: `MNIST(train=True)`, `STL10(split='train')`. */
function splitOf(event: CallEvent): string | undefined {
  const train = event.named.get('train');
  if (train?.kind === 'constant' && typeof train.value === 'boolean') return train.value ? 'train' : 'test';
  return knownText(argument(event, undefined, 'split', 'image_set'));
}

/** `load_dataset("csv", data_files="https://…")`. */
function filesOfLoader(event: CallEvent, path: string): DataSource[] {
  const files = event.named.get('data_files') ?? event.named.get('data_dir');
  const values =
    files?.kind === 'dict'
      ? [...files.entries.values()]
      : files?.kind === 'list'
        ? files.items
        : files === undefined
          ? []
          : [files];
  const texts = values
    .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    .map(pattern)
    .filter((text) => text !== undefined);
  return (texts.length > 0 ? texts : /^[./~]/.test(path) ? [path] : []).map((value) => ({
    kind: isUrl(value) ? ('url' as const) : ('local' as const),
    value,
    ...placeIn(event),
    packed: false,
  }));
}

const isUrl = (text: string): boolean => /^(https?|ftp|s3|gs|hf|az|abfss?):\/\//.test(text);

/** Endings of weights and programs: an input, but no data. */
const NOT_DATA =
  /\.(pt|pth|ckpt|onnx|safetensors|pb|tflite|gguf|whl|py|ipynb|R|sh|html?|ya?ml|toml|md|cfg|ini|css|js|png|svg|ttf|otf|woff2?)([?#].*)?$/i;
/** Services, documents and papers. */
const NOT_SOURCES =
  /[_/]models?\/|^https?:\/\/(localhost|127\.|0\.0\.0\.0|example\.(com|org)|api\.|[^/]*slack\.com|arxiv\.org|[^/]*readthedocs|docs\.|pypi\.org|img\.shields|discord)/i;
const DATA_ENDING =
  /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|feather|arrow|xlsx?|mat|npy|npz|h5|hdf5|pkl|pickle|rds|rdata|rda|sav|dta|zip|tar|gz|tgz|bz2|xz|xml|bin|db|sqlite|tfrecords?|wav|nc|nii|geojson|shp|gpkg|arff|libsvm|data|dat)(\.gz|\.bz2|\.xz)?$/i;

/** Files and addresses that a call reads, where they were written. */
function readSources(event: CallEvent, isHere: (path: string) => boolean, trains: boolean): DataSource[] {
  const { language } = event.module;
  if (language === 'shell' || READS[language](event.path) !== true || isWrite(event)) return [];
  const given = argument(
    event,
    event.path.endsWith('get_file') ? 1 : 0,
    'filepath_or_buffer',
    'path',
    'origin',
    'url',
    'file',
    'io',
    'directory',
    'root',
    'filename',
  );
  const paths =
    given === undefined
      ? []
      : options(openedPath(given) ?? given).flatMap((value) => (value.kind === 'list' ? value.items : [value]));
  return paths.slice(0, 16).flatMap((value): DataSource[] => {
    const text = pattern(value);
    if (text === undefined) return [];
    const at = originPlace(value) ?? placeIn(event);
    if (isUrl(text))
      return NOT_DATA.test(text) || NOT_SOURCES.test(text) || text.includes('*')
        ? []
        : [{ kind: urlKind(text), value: text, ...at, packed: false }];
    if (!trains || event.dormant || text.includes('*') || !isDataPath(event, text)) return [];
    const found = withinRepository(text, event.module).find(isHere);
    return [{ kind: 'local', value: found ?? text, ...at, packed: found !== undefined }];
  });
}

const isWrite = (event: CallEvent): boolean =>
  /^(open|h5py\.File)$/.test(event.path) && /[wax+]/.test(knownText(argument(event, 1, 'mode')) ?? 'r');

function isDataPath(event: CallEvent, text: string): boolean {
  if (/^(os\.(walk|listdir)|glob\.glob)$/.test(event.path) || /from_directory$|ImageFolder$/.test(event.path))
    return /[/\w]{3}/.test(text) && !/\.\w{1,4}$|model|checkpoint|output|result|logs?\b|weights/i.test(text);
  if (/^(open|json\.load|load|readRDS|read_rds)$/.test(event.path))
    return (
      /\.(csv|tsv|txt|json|jsonl|parquet|rda|rdata|rds|bin)$/i.test(text) &&
      !/config|param|vocab|metrics|model|requirements/i.test(text)
    );
  return DATA_ENDING.test(text);
}

/** Where an address or path was written as a constant; elsewhere it is only used. */
function originPlace(value: Value): Pick<DataSource, 'path' | 'line'> | undefined {
  const origin = value.kind === 'constant' ? value.origin : undefined;
  return origin === undefined ? undefined : { path: origin.path, line: origin.line };
}

const withinRepository = (text: string, module: Module): string[] =>
  foldersAbove(module.path).flatMap((folder) => normalizePath(inFolder(folder, text)) ?? []);

const urlKind = (url: string): DataSource['kind'] =>
  /^https?:\/\/(www\.)?kaggle\.com\//.test(url)
    ? 'kaggle'
    : /^https?:\/\/(dx\.)?doi\.org\//.test(url)
      ? 'doi'
      : /^https?:\/\/zenodo\.org\//.test(url)
        ? 'zenodo'
        : /^https?:\/\/(www\.)?openml\.org\//.test(url)
          ? 'openml'
          : 'url';

/** Downloads by shell: addresses, and data sets and competitions of Kaggle. */
function commandSources(path: string, { words, line }: Command): DataSource[] {
  const [program = ''] = words;
  const name = program.slice(program.lastIndexOf('/') + 1).replace(/\.exe$/, '');
  const at = { path, line, packed: false };
  if (name === 'kaggle' && /^(datasets|competitions|d|c)$/.test(words[1] ?? '')) {
    const flag = words.findIndex((word) => /^(-d|--dataset|-c|--competition)$/.test(word));
    const plain = words.slice(3).find((word) => !word.startsWith('-'));
    const value = words[2] === 'download' ? (flag > 0 ? words[flag + 1] : plain) : undefined;
    return value === undefined ? [] : [{ kind: 'kaggle', value, ...at }];
  }
  if (/^(huggingface-cli|hf)$/.test(name) && words[1] === 'download' && words.includes('dataset')) {
    const value = words.slice(2).find((word) => word.includes('/') && !word.startsWith('-'));
    return value === undefined ? [] : [{ kind: 'hf-dataset', value, ...at }];
  }
  if (!/^(wget|curl|aws|gsutil|gdown|axel|aria2c|azcopy|rclone|Invoke-WebRequest)$/.test(name)) return [];
  const urls = words.filter(
    (word) => isUrl(word) && !NOT_DATA.test(word) && !NOT_SOURCES.test(word) && !/[$%{]/.test(word),
  );
  return (name === 'aws' || name === 'gsutil' ? urls.slice(0, 1) : urls).map((value) => ({
    kind: urlKind(value),
    value,
    ...at,
  }));
}
