import { append } from '../../bytes/append.js';
import type { Collection } from '../../collect/collection.js';
import type { Environment, Evidence } from '../evidence.js';
import { readText } from '../read-text.js';
import { brokenFile, type Declared, type EnvironmentFormat } from './declaration.js';
import { findFrameworks } from './frameworks.js';
import { gradedEnvironment } from './grade.js';
import { ENVIRONMENT_FORMATS } from './registry.js';
import { fixByChannels, lendInterpreters, markStaleLocks } from './relations.js';

export interface EnvironmentEvidence {
  environments: Environment[];
  framework: Evidence['framework'];
}

/** One file with what it declares. */
export interface DeclaredFile {
  path: string;
  format: EnvironmentFormat;
  declared: Declared;
}

/**
 * Every lockfile and manifest with its grade, and whether the libraries that train models are exact in one of them.
 * `imported`: top-level modules and packages that the scripts import, as written (`sklearn`, `torch`, `ranger`); with it a
 * framework that no environment names is reported too.
 */
export async function gatherEnvironments(
  collection: Collection,
  imported: ReadonlySet<string> = new Set(),
): Promise<EnvironmentEvidence> {
  const files: DeclaredFile[] = [];
  for (const file of collection.files) {
    const formats = ENVIRONMENT_FORMATS.filter((format) => format.recognize(file.path));
    if (formats.length === 0) continue;
    const read = await readText(collection, file);
    if ('unread' in read) files.push({ path: file.path, format: formats[0]!, declared: brokenFile(1, read.unread) });
    else append(files, await declare(formats, read.text, file.path));
  }
  markStaleLocks(files);
  fixByChannels(files);
  lendInterpreters(files);
  return {
    environments: files
      .filter(saysSomething)
      .map(({ path, format, declared }) => gradedEnvironment(declared, path, format.ecosystem)),
    framework: findFrameworks(files, imported),
  };
}

/** The first format that can make something of the text. */
async function declare(formats: readonly EnvironmentFormat[], text: string, path: string): Promise<DeclaredFile[]> {
  for (const format of formats) {
    const declared = await format.parse(text, path);
    if (declared) return [{ path, format, declared }];
  }
  return [];
}

/** A pyproject.toml with tool settings alone is no environment. */
const saysSomething = ({ declared }: DeclaredFile): boolean =>
  declared.declarations.length + declared.problems.length > 0 ||
  declared.interpreter !== undefined ||
  declared.selfContained === true;
