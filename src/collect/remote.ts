import { append } from '../bytes/append.js';
import type { AddressCheck } from '../bytes/http-follow.js';
import type { OpenByteSource } from '../bytes/source.js';
import type { Config, RemoteModel } from '../config.js';
import { type Cache, folderCache } from '../tree/cache.js';
import type { SourceTree } from '../tree/tree.js';
import type { CollectedFile, Refusal } from './collection.js';
import { type DvcOutput, findDvcFiles } from './dvc.js';
import { addressCheck, download, downloadJson, Unfetched } from './remote-fetch.js';
import { HOSTS, type Hosts, planRemote, type RemoteContext, type RemoteFile } from './remote-plan.js';

export interface RemoteOptions {
  /** Addresses in the place of services. */
  hosts?: Partial<Hosts>;
  /** Where downloads outlive the run; without it they live as long as the tree. */
  cacheFolder?: string;
  /** Called as bytes arrive. */
  advance?: (bytes: number, label: string) => void;
}

/** A file that was declared to live elsewhere, at hand now. */
export interface FetchedFile {
  path: string;
  size: number;
  from: NonNullable<CollectedFile['from']>;
  /** It is the declared model, not one of several files around it. */
  isModel: boolean;
  open(): Promise<OpenByteSource>;
}

export interface Fetched {
  files: FetchedFile[];
  refused: Refusal[];
  notes: string[];
}

/** Gets every declared model that lies outside of the tree. What cannot be had is refused with its reason; nothing throws. */
export async function fetchDeclared(
  tree: SourceTree,
  config: Config,
  dvc: { outputs: readonly DvcOutput[]; config?: string },
  options: RemoteOptions,
): Promise<Fetched> {
  const declared = config.models.filter((model) => typeof model !== 'string');
  const fetched: Fetched = { files: [], refused: [], notes: [] };
  const check = addressCheck(Object.values(options.hosts ?? {}));
  const context: RemoteContext = {
    hosts: { ...HOSTS, ...options.hosts },
    ...(tree.origin !== undefined && { origin: tree.origin }),
    outputs: dvc.outputs,
    ...(dvc.config !== undefined && { dvcConfig: dvc.config }),
    json: (url) => downloadJson(url, check),
  };
  const cache = options.cacheFolder === undefined ? undefined : folderCache(options.cacheFolder);
  for (const model of declared) {
    try {
      await fetchOne(model, tree, context, { check, cache, advance: options.advance ?? (() => {}) }, fetched);
    } catch (error) {
      if (!(error instanceof Unfetched)) throw error;
      refuse(fetched, model, error.message, 'Check the declaration under models, and whether the address answers.');
    }
  }
  return fetched;
}

interface Means {
  check: AddressCheck;
  cache: Cache | undefined;
  advance: (bytes: number, label: string) => void;
}

async function fetchOne(
  model: RemoteModel,
  tree: SourceTree,
  context: RemoteContext,
  means: Means,
  fetched: Fetched,
): Promise<void> {
  if ('dvc' in model && (await useDvcCache(model.dvc, tree, context.outputs, fetched))) return;
  const plan = await planRemote(model, context);
  if ('problem' in plan) {
    refuse(fetched, model, plan.problem, plan.advice);
    return;
  }
  append(fetched.notes, plan.notes);
  for (const file of plan.files) {
    const open = await fetchFile(file, tree, means);
    const source = await open();
    fetched.files.push({
      path: file.path,
      size: source.size,
      from: 'download',
      isModel: plan.files.length === 1,
      open,
    });
    await source.close();
    if (file.sha256 === undefined && file.md5 === undefined)
      fetched.notes.push(
        `${file.path} was downloaded without a declared sha256: whether it is the intended file is unknown`,
      );
  }
}

async function useDvcCache(
  path: string,
  tree: SourceTree,
  outputs: readonly DvcOutput[],
  fetched: Fetched,
): Promise<boolean> {
  const output = outputs.find((one) => one.path === path);
  const found = output && (await findDvcFiles(output, tree.surroundings));
  for (const file of found ?? []) fetched.files.push({ ...file, from: 'dvc', isModel: !output?.isFolder });
  return Boolean(found);
}

const vanished = (path: string): never => {
  throw new Error(`the content of ${path} vanished while the tree was read`);
};

/** Bytes of a file from the cache, where its name is their digest, else from the network. */
async function fetchFile(
  file: RemoteFile,
  tree: SourceTree,
  { check, cache, advance }: Means,
): Promise<() => Promise<OpenByteSource>> {
  const digest = file.sha256 ?? file.md5;
  const arriving = watched(download(file, check), (bytes) => advance(bytes, file.path));
  if (!cache || digest === undefined) {
    const kept = await tree.keep(arriving);
    return async () => kept;
  }
  const name = `${file.sha256 === undefined ? 'md5' : 'sha256'}:${digest}`;
  const open = async () => (await cache.open(name)) ?? vanished(file.path);
  const known = await cache.open(name);
  await known?.close();
  if (!known) await (await cache.store(name, arriving)).close();
  return open;
}

async function* watched(
  parts: AsyncIterable<Uint8Array>,
  advance: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    advance(part.length);
    yield part;
  }
}

function refuse(fetched: Fetched, model: RemoteModel, reason: string, advice: string): void {
  const place =
    'url' in model ? model.url : 'hf' in model ? model.hf : 'releaseAsset' in model ? model.releaseAsset : model.dvc;
  fetched.refused.push({ path: model.path ?? place, kind: 'unfetched', reason: `${place}: ${reason}`, advice });
}
