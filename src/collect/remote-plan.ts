import type { RemoteModel } from '../config.js';
import { nameOf } from '../formats/file-access.js';
import type { DvcOutput } from './dvc.js';

/** A file to download, with everything that is known of it beforehand. */
export interface RemoteFile {
  /** Where it belongs in the tree. */
  path: string;
  url: string;
  sha256?: string;
  md5?: string;
  size?: number;
}

/** What to download for one declared model, or why that cannot be said. */
export type RemotePlan = { files: RemoteFile[]; notes: string[] } | { problem: string; advice: string };

/** Addresses of the services, which tests put on loopback. */
export interface Hosts {
  huggingface: string;
  github: string;
}
export const HOSTS: Hosts = { huggingface: 'https://huggingface.co', github: 'https://github.com' };

/** What the tree knows that declarations refer to. */
export interface RemoteContext {
  hosts: Hosts;
  /** Public address of the repository. */
  origin?: string;
  /** Tag that is archived. */
  tag?: string;
  outputs: readonly DvcOutput[];
  /** Text of `.dvc/config`. */
  dvcConfig?: string;
  /** Reads a JSON document from the network. */
  json(url: string): Promise<unknown>;
}

/** Turns a declaration into addresses. Asks the network only for what a Hugging Face repository holds. */
export async function planRemote(model: RemoteModel, context: RemoteContext): Promise<RemotePlan> {
  if ('url' in model) return one(model, model.url, nameOf(new URL(model.url).pathname));
  if ('hf' in model) return planHuggingFace(model, model.hf, context);
  if ('releaseAsset' in model) return planAsset(model, model.releaseAsset, context);
  return planDvc(model, model.dvc, context);
}

function one(model: RemoteModel, url: string, name: string, known: Partial<RemoteFile> = {}): RemotePlan {
  const path = model.path ?? safeName(name);
  const sha256 = model.sha256 ?? known.sha256;
  return { files: [{ ...known, path, url, ...(sha256 !== undefined && { sha256 }) }], notes: [] };
}

const safeName = (name: string): string => {
  let decoded = name;
  try {
    decoded = decodeURIComponent(name);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  const plain = decoded.replace(/[/\\\0-\x1f]/g, '_');
  return plain === '' || plain === '.' || plain === '..' ? 'model' : plain;
};

/** `v1.0/best.pt` of this repository, `owner/name@v1.0/best.pt` of another. */
function planAsset(model: RemoteModel, asset: string, { hosts, origin }: RemoteContext): RemotePlan {
  const [, other, rest] = /^(?:([^/@]+\/[^/@]+)@)?(.+)$/.exec(asset) as RegExpExecArray;
  const own = origin === undefined ? undefined : /github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(origin)?.[1];
  const repository = other ?? own;
  if (repository === undefined)
    return {
      problem: 'the repository has no address on GitHub',
      advice: `Write owner/repository@${asset}.`,
    };
  const place = (rest as string).split('/').map(encodeURIComponent);
  const name = place.pop() as string;
  return one(model, `${hosts.github}/${repository}/releases/download/${place.join('/')}/${name}`, name);
}

/** Files of a model repository that belong to the model: weights, and what is needed to use them. */
const WEIGHTS = /\.(safetensors|bin|h5|onnx|gguf|pt|pth|ckpt|msgpack|keras|tflite|joblib|pkl)$/i;
const BESIDE = /^([^/]+\.(json|txt|model|jinja|tiktoken)|README\.md|LICENSE.*|[^/]+\.py)$/i;

/** `owner/name@revision`, or one file of it: `owner/name@revision/file`. */
async function planHuggingFace(model: RemoteModel, id: string, { hosts, json }: RemoteContext): Promise<RemotePlan> {
  const [, name, revision, file] = /^([^@]+)@([^/]+)(?:\/(.+))?$/.exec(id) as RegExpExecArray;
  const listed = (await json(`${hosts.huggingface}/api/models/${name}/revision/${revision}?blobs=true`)) as {
    sha?: unknown;
    siblings?: { rfilename?: unknown; size?: unknown; lfs?: { sha256?: unknown; size?: unknown } }[];
  } | null;
  const commit =
    typeof listed?.sha === 'string' && /^[0-9a-f]{40}$/.test(listed.sha) ? listed.sha : (revision as string);
  const all = (listed?.siblings ?? []).flatMap(({ rfilename, size, lfs }) =>
    typeof rfilename === 'string' && isPlainPath(rfilename) ? [{ rfilename, size, lfs }] : [],
  );
  const chosen = all.filter(({ rfilename }) => (file === undefined ? isWanted(rfilename, all) : rfilename === file));
  if (chosen.length === 0)
    return {
      problem: `${name} at ${revision} has no ${file ?? 'model files'}`,
      advice: 'Check the repository, the revision and the file.',
    };
  const folder = model.path ?? safeName((name as string).split('/')[1] ?? '');
  const single = chosen.length === 1 && file !== undefined;
  const notes = /^[0-9a-f]{40}$/.test(revision as string)
    ? []
    : [`${name}@${revision} can move; today it is the commit ${commit}`];
  return {
    notes,
    files: chosen.map(({ rfilename, size, lfs }) => {
      const sha256 = (single ? model.sha256 : undefined) ?? lfs?.sha256;
      const bytes = lfs?.size ?? size;
      return {
        path: single ? (model.path ?? nameOf(rfilename)) : `${folder}/${rfilename}`,
        url: `${hosts.huggingface}/${name}/resolve/${commit}/${rfilename.split('/').map(encodeURIComponent).join('/')}`,
        ...(typeof sha256 === 'string' && { sha256 }),
        ...(typeof bytes === 'number' && { size: bytes }),
      };
    }),
  };
}

const isPlainPath = (path: string): boolean =>
  !/^\/|[\\\0-\x1f]/.test(path) &&
  path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');

/** With safetensors at hand, copies for other frameworks are not needed. */
function isWanted(path: string, all: readonly { rfilename: string }[]): boolean {
  if (BESIDE.test(path)) return true;
  if (!WEIGHTS.test(path)) return false;
  const hasSafetensors = all.some(({ rfilename }) => !rfilename.includes('/') && rfilename.endsWith('.safetensors'));
  return hasSafetensors ? path.endsWith('.safetensors') && !path.includes('/') : !path.includes('/');
}

function planDvc(model: RemoteModel, path: string, { outputs, dvcConfig }: RemoteContext): RemotePlan {
  const output = outputs.find((one) => one.path === path.replace(/^\.\//, ''));
  if (!output)
    return { problem: 'DVC does not track this path', advice: 'Check the path, and commit its .dvc file or dvc.lock.' };
  if (output.isFolder) return { problem: 'DVC tracks it as a folder', advice: 'Run "dvc pull" before modelbag.' };
  const remote = dvcConfig === undefined ? undefined : defaultRemote(dvcConfig);
  if (remote === undefined || !/^https?:\/\//.test(remote))
    return {
      problem: remote === undefined ? 'no DVC remote is configured' : 'its DVC remote is not reachable by https',
      advice: 'Run "dvc pull" before modelbag.',
    };
  const url = `${remote.replace(/\/+$/, '')}/files/md5/${output.md5.slice(0, 2)}/${output.md5.slice(2)}`;
  return one(model, url, nameOf(path), {
    path,
    md5: output.md5,
    ...(output.size !== undefined && { size: output.size }),
  });
}

/** `url` of the remote that `[core] remote` names, else of the only one. */
export function defaultRemote(config: string): string | undefined {
  const remotes = new Map<string, string>();
  let [section, chosen]: [string, string | undefined] = ['', undefined];
  for (const line of config.split(/\r?\n/)) {
    section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1] ?? section;
    const [, key, given = ''] = /^\s*([\w-]+)\s*=([\s\S]*)/.exec(line) ?? [];
    const value = given.trim() || undefined;
    const name = /^'?remote "([^"]+)"'?$/.exec(section)?.[1];
    if (section === 'core' && key === 'remote') chosen = value;
    if (name !== undefined && key === 'url' && value !== undefined) remotes.set(name, value);
  }
  return chosen === undefined ? (remotes.size === 1 ? [...remotes.values()][0] : undefined) : remotes.get(chosen);
}
