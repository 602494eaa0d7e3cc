import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ZipMember } from '../containers/zip.js';
import { begin, type Contents, type ModelInput } from './format.js';
import type { MojoSettings } from './h2o-mojo-ini.js';
import { joinName } from './python-names.js';
import type { Tensor } from './tensor.js';
import { openMember } from './zip-contents.js';

/** Larger ones are read no further: a member of text, a tree. */
const LARGEST_MEMBER = 64 << 20;
/** Bytes of all members together: their numbers are held in memory, where nodes take three times their bytes. */
const MOST_BYTES = 256 << 20;
/** Columns of categories of all models together. */
const MOST_DOMAINS = 100_000;
/** More levels than these are data, and are counted alone. */
const MOST_LEVELS = 1000;
/** Members that are read for each model, by their paths below its folder. */
const READ = /^(?:trees\/t\d+(?:_\d+)?\.bin|boosterBytes|eigenvectors_raw|archetypes|vectors|calib\/thresholds_[xy])$/;

/** One file on its way into contents; models within it share what is left. */
export interface MojoReading {
  model: ModelInput;
  members: ReadonlyMap<string, ZipMember>;
  contents: Contents;
  tensors: Tensor[];
  limits: Limits;
  /** What is left to be read, in bytes and columns of categories. */
  left: { bytes: number; domains: number };
  /** Levels by the path of the file that lists them: columns share files. */
  levels: Map<string, string[] | undefined>;
}

export const beginMojo = (model: ModelInput, members: readonly ZipMember[], limits: Limits): MojoReading => ({
  model,
  members: new Map(members.map((member) => [member.name, member])),
  contents: begin(model, 'data-only'),
  tensors: [],
  limits,
  left: { bytes: MOST_BYTES, domains: MOST_DOMAINS },
  levels: new Map(),
});

/** Paths of what a model is read from, by the folder of the model. */
export function partsByFolder(names: Iterable<string>): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const name of names) {
    const words = name.split('/');
    for (const path of [words.slice(-2).join('/'), words.at(-1) as string]) {
      if (!READ.test(path)) continue;
      const folder = name.slice(0, name.length - path.length);
      const known = parts.get(folder);
      if (known) known.push(path);
      else parts.set(folder, [path]);
      break;
    }
  }
  return parts;
}

/** Bytes of a member; undefined where there is none. */
export async function bytesOf(name: string, reading: MojoReading): Promise<Uint8Array | undefined> {
  const { model, members, contents, limits, left } = reading;
  const member = members.get(name);
  if (!member) return undefined;
  if (left.bytes < 0)
    throw new FormatError('resource-limit', `expected at most ${MOST_BYTES} bytes of settings and numbers, found more`);
  const source = await openMember(model, member, contents, limits);
  if (source.size > LARGEST_MEMBER)
    throw new FormatError(
      'resource-limit',
      `expected "${name}" of at most ${LARGEST_MEMBER} bytes, found ${source.size}`,
    );
  left.bytes -= source.size;
  return source.read(0, source.size);
}

export async function textOf(name: string, reading: MojoReading): Promise<string | undefined> {
  const bytes = await bytesOf(name, reading);
  return bytes && Buffer.from(bytes).toString('utf8');
}

/** Levels of columns of categories: they give the numbers in splits and coefficients their meaning. */
export async function addMojoLevels(
  settings: MojoSettings,
  folder: string,
  prefix: string,
  reading: MojoReading,
): Promise<void> {
  const isEscaped = settings.info.get('escape_domain_values') === 'true';
  for (const { column, file } of settings.domains) {
    if (--reading.left.domains < 0)
      throw new FormatError('resource-limit', `expected at most ${MOST_DOMAINS} columns of categories, found more`);
    const member = `${folder}domains/${file}`;
    const levels = await levelsOf(member, isEscaped, reading);
    const name = settings.columns[column];
    if (levels === undefined || name === undefined) continue;
    const isMany = levels.length > MOST_LEVELS;
    reading.contents.facts.push({
      key: joinName(prefix, isMany ? `level_count.${name}` : `levels.${name}`),
      value: isMany ? levels.length : levels,
      where: member,
    });
  }
}

async function levelsOf(member: string, isEscaped: boolean, reading: MojoReading): Promise<string[] | undefined> {
  if (!reading.levels.has(member)) {
    const lines = (await textOf(member, reading))?.replace(/\r?\n$/, '').split(/\r?\n/);
    reading.levels.set(member, isEscaped ? lines?.map(unescaped) : lines);
  }
  return reading.levels.get(member);
}

const unescaped = (level: string): string =>
  level.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
