import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { sha256OfChunks } from '../bytes/digest.js';
import { type AssetFile, bagOf, MOST_ASSETS } from './asset-files.js';
import { receiveFile } from './connection.js';
import { explained, immutableRelease, WorkflowError } from './errors.js';
import { type Asset, assetUrl, type Host, repositoryOf } from './host.js';
import type { Inputs } from './inputs.js';
import { isSealed } from './release.js';
import { assetsOf, type Destination, faultOf, removeAsset, uploadAsset } from './upload.js';

/** What is to be done with one file of ours; nobody else's files are ever looked at twice. */
export type Step =
  | { do: 'keep'; asset: Asset }
  /** `remove`: remains of uploads that broke. */
  | { do: 'upload'; remove: Asset[] }
  /** Uploaded under another name first, so that the release has one of both whatever happens. */
  | { do: 'replace'; old: Asset }
  /** An earlier run uploaded the replacement and was stopped before it got its name. */
  | { do: 'rename'; asset: Asset }
  | { do: 'refuse'; why: string };

/** A file on its way to the place of another. */
const replacementOf = (file: AssetFile): AssetFile => ({ ...file, name: `new-${file.name}` });

/**
 * Decides for each file, before anything is changed. What `pack` says beside a bag follows the bag, since it may differ from
 * run to run (the events are dated) without the bag being another one.
 */
export function planAttachment(
  files: readonly AssetFile[],
  present: readonly Asset[],
  ifExists: Inputs['ifExists'],
): Step[] {
  const bagIsKept = present.some((asset) => asset.state === 'uploaded' && faultOf(asset, bagOf(files)) === null);
  return files.map((file) => {
    const same = present.filter(({ name }) => name === file.name);
    const whole = same.find(({ state }) => state === 'uploaded');
    const replacement = present.find((asset) => faultOf(asset, replacementOf(file)) === null);
    if (!whole && replacement) return { do: 'rename', asset: replacement };
    if (!whole) return { do: 'upload', remove: same };
    const fault = faultOf(whole, file);
    if (ifExists === 'fail') return { do: 'refuse', why: `the release already has ${file.name}` };
    if (fault === null || (bagIsKept && file.role === 'beside')) return { do: 'keep', asset: whole };
    if (ifExists === 'replace') return { do: 'replace', old: whole };
    return { do: 'refuse', why: `the release has another ${file.name}: ${fault}` };
  });
}

/** Brings the release to hold exactly these files of ours. Throws WorkflowError, and then nothing was published. */
export async function attach(
  to: Destination,
  files: readonly AssetFile[],
  ifExists: Inputs['ifExists'],
): Promise<Asset[]> {
  const present = await assetsOf(to);
  const steps = planAttachment(files, await withDigests(to, present, files), ifExists);
  const refused = steps.flatMap((step) => (step.do === 'refuse' ? [step.why] : []));
  if (refused.length > 0)
    throw new WorkflowError(
      refused.join('; '),
      ifExists === 'fail'
        ? 'Use `if-exists: verify`, which accepts the same bytes.'
        : 'The same tag and inputs give the same bag: the tag was moved, or another version of modelbag packed it. Use `if-exists: replace` where ours should win.',
      'with:\n  if-exists: replace',
    );
  const changes = steps.filter((step) => step.do !== 'keep');
  if (changes.length > 0 && isSealed(to.release)) throw immutableRelease(to.release.tag_name);
  const growth = steps.reduce((sum, step) => sum + (step.do === 'upload' ? 1 - step.remove.length : 0), 0);
  if (growth > 0 && present.length + growth > MOST_ASSETS)
    throw new WorkflowError(
      `the release would have ${present.length + growth} files, and GitHub takes ${MOST_ASSETS}`,
      'Remove files that nobody needs from the release, or archive with a tag of its own.',
    );
  const attached: Asset[] = [];
  for (const [i, step] of steps.entries()) attached.push(await perform(to, files[i] as AssetFile, step));
  return attached;
}

async function perform(to: Destination, file: AssetFile, step: Step): Promise<Asset> {
  const { log } = to.host;
  switch (step.do) {
    case 'keep':
      log(`${file.name} is already attached`);
      return step.asset;
    case 'upload':
      for (const asset of step.remove) await removeAsset(to, asset.id);
      log(`attaching ${file.name} (${file.size} bytes)`);
      return uploadAsset(to, file);
    case 'replace': {
      log(`replacing ${file.name} (${file.size} bytes)`);
      const uploaded = await uploadAsset(to, replacementOf(file));
      await removeAsset(to, step.old.id);
      return rename(to, uploaded, file.name);
    }
    case 'rename':
      log(`giving ${file.name} its name`);
      return rename(to, step.asset, file.name);
    case 'refuse':
      throw new Error(step.why);
  }
}

async function rename({ host, api }: Destination, asset: Asset, name: string): Promise<Asset> {
  try {
    const place = { ...repositoryOf(host), asset_id: asset.id };
    return (await api.rest.repos.updateReleaseAsset({ ...place, name })).data;
  } catch (error) {
    throw explained(error, `naming ${name}`, { contents: 'write' });
  }
}

/** Old servers and old assets know no digest; ours are fetched once and digested here. */
async function withDigests(to: Destination, present: readonly Asset[], files: readonly AssetFile[]): Promise<Asset[]> {
  const known: Asset[] = [];
  for (const asset of present) {
    const file = files.find(({ name }) => name === asset.name);
    const needs =
      file && asset.state === 'uploaded' && !(asset as { digest?: string }).digest && asset.size === file.size;
    known.push(needs ? ({ ...asset, digest: `sha256:${await digestOf(to, asset, file)}` } as Asset) : asset);
  }
  return known;
}

async function digestOf({ host, token }: Destination, asset: Asset, file: AssetFile): Promise<string> {
  const path = `${file.path}.fetched`;
  try {
    await fetchAsset(host, token, asset, path);
    return await sha256OfChunks(createReadStream(path));
  } finally {
    await rm(path, { force: true });
  }
}

/** Downloads an attached file. */
export async function fetchAsset(host: Host, token: string | undefined, asset: Asset, path: string): Promise<void> {
  const { status, text } = await receiveFile(
    assetUrl(host, asset.id),
    path,
    { accept: 'application/octet-stream', ...(token !== undefined && { authorization: `token ${token}` }) },
    asset.size,
  );
  if (status !== 200)
    throw new WorkflowError(
      `${asset.name} cannot be downloaded: GitHub answers ${status} ${text.slice(0, 200)}`,
      'Run the job again; if it stays so, the file is lost and must be attached again.',
    );
}
