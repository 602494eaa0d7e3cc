import { isScalar, LineCounter, parseDocument, type YAMLError, type YAMLWarning } from 'yaml';
import schema from '../schemas/config.schema.json' with { type: 'json' };
import type { Severity } from './assess/finding.js';
import { append } from './bytes/append.js';
import { UsageError } from './usage-error.js';
import { type Fault, faultsOf, type Schema } from './yaml-schema.js';

/** A model declared to live outside of git. */
export type RemoteModel = { sha256?: string; path?: string } & (
  | { url: string }
  | { hf: string }
  | { releaseAsset: string }
  | { dvc: string }
);

/** One finding of one file that somebody looked at and accepts until a day. */
export interface Exception {
  rule: string;
  /** SHA-256 of the file, 64 lower-case digits. */
  sha256: string;
  reason: string;
  /** Last day, ISO 8601, UTC. */
  expires: string;
}

/** Algorithms that manifests can be written by; sha256 is always among them. */
export const MANIFEST_ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** `.github/modelbag.yml`, every key optional; the defaults do the right thing on an ordinary repository. */
export interface Config {
  /** Name of the repository in file names and titles. */
  name?: string;
  models: (string | RemoteModel)[];
  scripts: string[];
  include: string[];
  exclude: string[];
  rules: Record<string, Severity | 'off'>;
  failOn: 'error' | 'warning' | 'never';
  /** Reviewed exceptions. */
  allow: Exception[];
  exports: string[];
  train?: {
    command?: string;
    workdir?: string;
    setup?: string;
    outputs?: string[];
    tolerance?: { absolute?: number; relative?: number };
  };
  sources: { extra: string[]; ignore: string[] };
  bag: {
    layout: 'root' | 'folder' | 'tar' | 'directory';
    rocrate: '1.1' | '1.2';
    algorithms: (typeof MANIFEST_ALGORITHMS)[number][];
    /** Where a bag is split, safetensors files over the limit become shards that loaders read. */
    reshard: boolean;
  };
  /** Whether models that carry their training data may be published. Undecided stops `pack`. */
  embeddedData?: 'accept' | 'exclude';
  trainingData: { maxSize: number };
  comment: 'auto' | 'always' | 'never';
}

export const DEFAULT_CONFIG: Config = {
  models: [],
  scripts: [],
  include: [],
  exclude: [],
  rules: {},
  failOn: 'error',
  allow: [],
  exports: [],
  sources: { extra: [], ignore: [] },
  bag: { layout: 'root', rocrate: '1.2', algorithms: ['sha256'], reshard: false },
  trainingData: { maxSize: 100 * 1024 * 1024 },
  comment: 'auto',
};

/** Where a repository keeps its configuration, best first. */
export const CONFIG_PATHS = ['.github/modelbag.yml', '.github/modelbag.yaml'] as const;

/** Nobody writes a longer one by hand. */
export const CONFIG_BYTES = 1024 * 1024;

/** The configuration as it is written: keys as in the file, checked against the schema. */
interface Written {
  name?: string;
  models?: (string | ({ sha256?: string; path?: string } & Record<string, string>))[];
  scripts?: string[];
  include?: string[];
  exclude?: string[];
  rules?: Record<string, Severity | 'off'>;
  'fail-on'?: Config['failOn'];
  allow?: Exception[];
  exports?: string[];
  train?: NonNullable<Config['train']>;
  sources?: Partial<Config['sources']>;
  /** People write `rocrate: 1.2`, which YAML reads as a number. */
  bag?: Partial<Omit<Config['bag'], 'rocrate'>> & { rocrate?: Config['bag']['rocrate'] | number };
  'embedded-data'?: 'accept' | 'exclude';
  'training-data'?: { 'max-size'?: number | string };
  comment?: Config['comment'];
}

/**
 * Reads a configuration from its YAML text; `path` is for messages. Throws one UsageError that names every fault with its
 * line, what was expected and what was found.
 */
export function parseConfig(text: string, path: string): Config {
  const lines = new LineCounter();
  const faults: Fault[] = [];
  let written: Written = {};
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
    for (const problem of [...document.errors, ...document.warnings])
      faults.push({ path: '', offset: problem.pos[0], message: yamlMessage(problem) });
    const empty = document.contents === null || (isScalar(document.contents) && document.contents.value === null);
    if (faults.length === 0 && !empty) {
      append(faults, faultsOf(document.contents, schema as Schema));
      if (faults.length === 0) written = (document.toJS({ maxAliasCount: 0 }) ?? {}) as Written;
    }
  } catch (error) {
    // Brackets nested by the ten thousand exhaust the parser's stack.
    if (!(error instanceof RangeError)) throw error;
    faults.push({ path: '', offset: 0, message: 'expected a configuration, found one nested too deeply' });
  }
  if (faults.length > 0) throw faulty(path, faults, lines);
  return configOf(written);
}

function faulty(path: string, faults: readonly Fault[], lines: LineCounter): UsageError {
  const told = faults
    .toSorted((a, b) => a.offset - b.offset)
    .map(
      (fault) =>
        `${path}:${lines.linePos(fault.offset).line}: ${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`,
    );
  return new UsageError(told.join('\n'), `Correct ${path}; its keys are described in docs/configuration.md.`);
}

/** What the parser says to programmers is said to people. */
function yamlMessage({ code, message }: YAMLError | YAMLWarning): string {
  if (code === 'MULTIPLE_DOCS') return 'expected one configuration, found a second one after `---`';
  if (code === 'DUPLICATE_KEY') return 'expected each key once, found one again';
  return `expected YAML, found an error in it: ${lowerFirst(message)}`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function configOf(written: Written): Config {
  const { name, train, bag, sources } = written;
  const size = written['training-data']?.['max-size'];
  const embedded = written['embedded-data'];
  return {
    ...DEFAULT_CONFIG,
    ...(name !== undefined && { name }),
    models: (written.models ?? []).map((model) => (typeof model === 'string' ? model : remoteOf(model))),
    scripts: written.scripts ?? [],
    include: written.include ?? [],
    exclude: written.exclude ?? [],
    rules: written.rules ?? {},
    failOn: written['fail-on'] ?? DEFAULT_CONFIG.failOn,
    allow: (written.allow ?? []).map((exception) => ({ ...exception, sha256: exception.sha256.toLowerCase() })),
    exports: written.exports ?? [],
    ...(train && { train }),
    sources: { ...DEFAULT_CONFIG.sources, ...sources },
    bag: {
      ...DEFAULT_CONFIG.bag,
      ...bag,
      rocrate: String(bag?.rocrate ?? DEFAULT_CONFIG.bag.rocrate) as Config['bag']['rocrate'],
    },
    ...(embedded !== undefined && { embeddedData: embedded }),
    trainingData: { maxSize: size === undefined ? DEFAULT_CONFIG.trainingData.maxSize : bytesOf(size) },
    comment: written.comment ?? DEFAULT_CONFIG.comment,
  };
}

function remoteOf({ 'release-asset': releaseAsset, sha256, ...rest }: Record<string, string>): RemoteModel {
  return {
    ...rest,
    ...(releaseAsset !== undefined && { releaseAsset }),
    ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }),
  } as RemoteModel;
}

/** The schema lets nothing else pass. */
const bytesOf = (size: number | string): number => (typeof size === 'number' ? size : (parseSize(size) ?? 0));

/** Bytes of `500 MB` (powers of 1000), `500 MiB` (powers of 1024) or `5000`; null where it is no size; small letters do as well. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?([KMGT]i?)?B?$/i.exec(text.trim());
  if (!match) return null;
  const [, number, unit] = match;
  const power = unit === undefined ? 0 : 'KMGT'.indexOf((unit[0] as string).toUpperCase()) + 1;
  return Math.round(Number(number) * (unit?.toLowerCase().endsWith('i') ? 1024 : 1000) ** power);
}
