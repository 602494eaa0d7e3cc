import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { sha256OfChunks } from '../bytes/digest.js';
import type { AssetFile } from './asset-files.js';
import { MOST_ASSETS } from './asset-files.js';
import { receiveFile } from './connection.js';
import { immutableRelease, WorkflowError } from './errors.js';
import { type Asset, type Host, repositoryOf } from './host.js';
import type { Inputs } from './inputs.js';
import { isSealed } from './release.js';
import { assetsOf, type Destination, faultOf, removeAsset, uploadAsset } from './upload.js';

/** What is to be done with one file of ours; nobody else's files are ever looked at twice. */
export type Step = { do: 'keep'; asset: Asset } | { do: 'upload'; remove: Asset[] } | { do: 'refuse'; why: string };

/**
 * Decides for each file, before anything is changed. The first is the bag: the files beside it follow it, since they may
 * differ from run to run (the events are dated) without the bag being another one.
 */
export function planAttachment(
  files: readonly AssetFile[],
  present: readonly Asset[],
  ifExists: Inputs['ifExists'],
): Step[] {
  let bagIsKept = false;
  return files.map((file, i) => {
    const same = present.filter(({ name }) => name === file.name);
    const whole = same.find(({ state }) => state === 'uploaded');
    const remains = same.filter((asset) => asset !== whole);
    if (!whole) return { do: 'upload', remove: remains };
    const fault = faultOf(whole, file);
    if (ifExists === 'fail') return { do: 'refuse', why: `the release already has ${file.name}` };
    if (fault === null || (bagIsKept && i > 0)) {
      bagIsKept ||= i === 0;
      return { do: 'keep', asset: whole };
    }
    if (ifExists === 'replace') return { do: 'upload', remove: same };
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
  const uploads = steps.filter((step) => step.do === 'upload').length;
  if (uploads > 0 && isSealed(to.release)) throw immutableRelease(to.release.tag_name);
  if (present.length + uploads > MOST_ASSETS)
    throw new WorkflowError(`the release would have more than ${MOST_ASSETS} files`, 'Remove files that nobody needs.');
  const attached: Asset[] = [];
  for (const [i, step] of steps.entries()) {
    const file = files[i] as AssetFile;
    if (step.do === 'keep') {
      to.host.log(`${file.name} is already attached`);
      attached.push(step.asset);
    } else if (step.do === 'upload') {
      for (const asset of step.remove) await removeAsset(to, asset.id);
      to.host.log(`attaching ${file.name} (${file.size} bytes)`);
      attached.push(await uploadAsset(to, file));
    }
  }
  return attached;
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

/** Downloads an attached file. The API's address works for private repositories too, where the browser's does not. */
export async function fetchAsset(host: Host, token: string | undefined, asset: Asset, path: string): Promise<void> {
  const { owner, repo } = repositoryOf(host);
  const api = host.env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const { status, text } = await receiveFile(
    new URL(`${api}/repos/${owner}/${repo}/releases/assets/${asset.id}`),
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
