import { append } from '../../bytes/append.js';
import { parseYaml } from '../../containers/yaml-document.js';
import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName, listOf, recordOf, textOf } from '../environments/declaration.js';
import type { DataSource } from '../evidence.js';
import { seedsIn } from './config-seeds.js';
import { leavesOf, valuesOf } from './leaves.js';
import type { SettingsReader } from './reader.js';

/** The lock of a DVC pipeline holds the parameters of the run that wrote the outputs. */
export const dvcLock: SettingsReader = {
  id: 'dvc-lock',
  title: 'dvc.lock',
  maxBytes: 2 * 1024 * 1024,
  recognize: (path) => fileName(path) === 'dvc.lock',
  async read(text, path, into) {
    const parsed = await parseYaml(text);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const stages = recordOf(recordOf(parsed.value)['stages']);
    for (const [name, stage] of Object.entries(stages)) {
      for (const [file, params] of Object.entries(recordOf(recordOf(stage)['params']))) {
        const at = ['stages', name, 'params', file];
        // Keys of a lock are dotted: `train.seed` is one key.
        into.hyperparameters.push({ source: `${path}#${name}`, values: valuesOf(leavesOf(params)) });
        append(into.seeds, seedsIn({ value: params, lineOf: (keys) => parsed.lineOf([...at, ...keys]) }, path, true));
      }
    }
  },
};

/** A file that DVC tracks: imported from elsewhere, or lying on a remote. */
export const dvcFile: SettingsReader = {
  id: 'dvc-file',
  title: '.dvc files',
  maxBytes: 256 * 1024,
  recognize: (path) => /\.dvc$/.test(path) && fileName(path) !== '.dvc',
  async read(text, path, into, collection) {
    const parsed = await parseYaml(text);
    if ('message' in parsed) {
      into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const root = recordOf(parsed.value);
    const folder = folderAbove(path);
    const outs = listOf(root['outs']).map((out) => folder + (textOf(recordOf(out)['path']) ?? ''));
    const present = pathsOf(collection);
    const packed = outs.length > 0 && outs.every((out) => present.has(out));
    const imported = listOf(root['deps']).flatMap((item, index) =>
      importOf(recordOf(item), (key) => parsed.lineOf(['deps', index, ...key])),
    );
    for (const source of imported) into.dataSources.push({ ...source, path, packed });
    if (imported.length > 0) return;
    for (const [index, out] of outs.entries()) {
      const entry = recordOf(listOf(root['outs'])[index]);
      const digest = textOf(entry['md5']) ?? textOf(entry['etag']);
      if (looksLikeModel(out)) continue;
      const source: DataSource = {
        kind: 'dvc',
        value: out,
        path,
        line: parsed.lineOf(['outs', index, 'path']),
        packed,
      };
      into.dataSources.push(digest === undefined ? source : { ...source, revision: digest });
    }
  },
};

type Import = Pick<DataSource, 'kind' | 'value' | 'revision' | 'line'>;

/** `dvc import` names a repository and its commit, `dvc import-url` an address and its entity tag. */
function importOf(dep: Record<string, unknown>, lineOf: (key: string[]) => number): Import[] {
  const repo = recordOf(dep['repo']);
  const url = textOf(repo['url']);
  const inside = textOf(dep['path']) ?? '';
  if (url !== undefined) {
    const revision = textOf(repo['rev_lock']) ?? textOf(repo['rev']);
    return [
      {
        kind: 'url',
        value: `${url}#${inside}`,
        line: lineOf(['repo', 'url']),
        ...(revision !== undefined && { revision }),
      },
    ];
  }
  if (!/^[a-z][a-z0-9+]*:\/\//i.test(inside)) return [];
  const revision = textOf(dep['etag']) ?? textOf(dep['md5']);
  return [{ kind: 'url', value: inside, line: lineOf(['path']), ...(revision !== undefined && { revision }) }];
}

const looksLikeModel = (path: string): boolean =>
  /(^|\/)(models?|checkpoints?|weights)(\/|$|\.)|\.(pt|pth|ckpt|pkl|joblib|h5|hdf5|keras|onnx|safetensors|gguf|rds|bin|pb|tflite)$/i.test(
    path,
  );

/** Remotes of DVC, where everything lies that is not in git. */
export const dvcConfig: SettingsReader = {
  id: 'dvc-config',
  title: '.dvc/config',
  maxBytes: 64 * 1024,
  recognize: (path) => /(^|\/)\.dvc\/config$/.test(path),
  read(text, path, into) {
    let remote = false;
    for (const [index, line] of text.split('\n').entries()) {
      if (/^\s*\[/.test(line)) remote = /^\s*\['?remote\b/.test(line);
      const url = remote ? /^\s*url\s*=\s*(\S+)/.exec(line)?.[1] : undefined;
      if (url === undefined) continue;
      const kind = /^https?:/i.test(url) ? 'url' : 'dvc';
      // A folder of the machine on which the configuration was written is nobody's source.
      if (/^[a-z0-9]+:\/\//i.test(url))
        into.dataSources.push({ kind, value: url, path, line: index + 1, packed: false });
    }
  },
};
