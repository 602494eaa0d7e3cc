import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import { seedsIn } from './config-seeds.js';
import { leavesOf, valuesOf } from './leaves.js';
import type { Settings, SettingsReader } from './reader.js';
import { parseStructured } from './structured.js';

/** `owner/name` or a legacy bare name; not a path of a machine. */
const HUB_ID = /^[\w][\w.-]*(\/[\w][\w.-]*)?$/;

/** Adapters (PEFT) are nothing without the model that they were trained on. */
export const adapterConfig: SettingsReader = {
  id: 'adapter-config',
  title: 'adapter_config.json',
  maxBytes: 1024 * 1024,
  recognize: (path) => fileName(path) === 'adapter_config.json',
  async read(text, path, into) {
    const parsed = await parseStructured(text, path);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const root = recordOf(parsed.value);
    addBase(
      into,
      root['base_model_name_or_path'],
      `${path}:${parsed.lineOf(['base_model_name_or_path'])}`,
      textOf(root['revision']),
    );
  },
};

/** Hugging Face's architecture file names the model that training began with, where it did. */
export const hubConfig: SettingsReader = {
  id: 'hub-config',
  title: 'config.json of transformers',
  maxBytes: 1024 * 1024,
  recognize: (path) => fileName(path) === 'config.json',
  async read(text, path, into) {
    if (!/"(model_type|architectures|transformers_version)"/.test(text)) return;
    const parsed = await parseStructured(text, path);
    if ('message' in parsed) return;
    const root = recordOf(parsed.value);
    addBase(into, root['_name_or_path'], `${path}:${parsed.lineOf(['_name_or_path'])}`, textOf(root['_commit_hash']));
  },
};

/** Adds a base model; a local folder is no name that anybody else can follow. */
export function addBase(into: Settings, name: unknown, where: string, revision?: string): void {
  const text = textOf(name);
  if (text === undefined || !HUB_ID.test(text) || /^(\.|tmp\b|output|results?$|checkpoints?(-\d+)?$)/.test(text))
    return;
  if (into.baseModels.some((known) => known.name === text && known.revision === revision)) return;
  into.baseModels.push({ name: text, where, ...(revision !== undefined && { revision }) });
}

/** Machine-readable descriptions of data: Croissant and Frictionless data packages. */
export const dataDescriptions: SettingsReader = {
  id: 'data-descriptions',
  title: 'Croissant and data packages',
  maxBytes: 8 * 1024 * 1024,
  recognize: (path) =>
    /(^|\/)(croissant[^/]*|[^/]*\.croissant|datapackage|dataset[-_]?info|metadata)\.json(ld)?$/i.test(path),
  async read(text, path, into, collection) {
    const parsed = await parseStructured(text, path.replace(/ld$/, ''));
    if ('message' in parsed) return;
    const root = recordOf(parsed.value);
    const isCroissant = JSON.stringify(root['conformsTo'] ?? '').includes('mlcommons.org/croissant');
    const isPackage = fileName(path) === 'datapackage.json';
    if (!isCroissant && !isPackage) return;
    const present = pathsOf(collection);
    const folder = folderAbove(path);
    const key = isCroissant ? 'distribution' : 'resources';
    for (const [index, item] of listOf(root[key]).map(recordOf).entries()) {
      const value = textOf(item['contentUrl']) ?? textOf(item['path']);
      if (value === undefined) continue;
      const digest = textOf(item['sha256']) ?? textOf(item['md5']) ?? textOf(item['hash']);
      const isUrl = /^https?:\/\//i.test(value);
      into.dataSources.push({
        kind: isUrl ? 'url' : 'local',
        value: isUrl ? value : folder + value,
        path,
        line: parsed.lineOf([key, index]),
        packed: !isUrl && present.has(folder + value),
        ...(digest !== undefined && { revision: digest }),
      });
    }
  },
};

/** Parameters of a project that MLflow runs: the defaults of its entry points. */
export const mlproject: SettingsReader = {
  id: 'mlproject',
  title: 'MLproject',
  maxBytes: 256 * 1024,
  recognize: (path) => fileName(path) === 'MLproject',
  async read(text, path, into) {
    const parsed = await parseStructured(text, path);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const leaves = leavesOf(recordOf(parsed.value)['entry_points']).filter(
      (leaf) => leaf.path.includes('parameters') && leaf.path.at(-1) !== 'type',
    );
    if (leaves.length > 0) into.hyperparameters.push({ source: path, values: valuesOf(leaves) });
    const entryPoints = recordOf(parsed.value)['entry_points'];
    into.seeds.push(
      ...seedsIn({ value: entryPoints, lineOf: (keys) => parsed.lineOf(['entry_points', ...keys]) }, path, false),
    );
  },
};
