import { stat } from 'node:fs/promises';
import type { AssetFile } from './asset-files.js';
import { type Answer, sendFile } from './connection.js';
import { explained, isMissing, WorkflowError } from './errors.js';
import { type Api, type Asset, type Host, type Release, repositoryOf } from './host.js';
import { settled } from './settled.js';

const ATTEMPTS = 5;
/** Longest wait before the next attempt, in seconds. */
const LONGEST_WAIT = 120;

/** Where assets are sent to. */
export interface Destination {
  host: Host;
  api: Api;
  release: Release;
  token: string;
}

/**
 * Attaches one file: a fresh stream per attempt, a bounded number of them, and in between whatever a broken attempt left
 * is looked at: the whole file is success, anything else is removed. Resolves to the asset once GitHub says that it has
 * these very bytes. Throws WorkflowError.
 */
export async function uploadAsset(to: Destination, file: AssetFile): Promise<Asset> {
  let reason = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = attempt > 1 ? await leftover(to, file) : null;
    if (found) return found;
    const outcome = await attemptUpload(to, file);
    if ('asset' in outcome) {
      const fault = faultOf(outcome.asset, file);
      if (fault === null) return outcome.asset;
      await removeAsset(to, outcome.asset.id);
      reason = fault;
    } else reason = outcome.reason;
    // Jobs that failed together come again apart.
    const seconds = ('wait' in outcome ? outcome.wait : undefined) ?? 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    if (attempt === ATTEMPTS || seconds > LONGEST_WAIT) break;
    to.host.log(`${file.name}: ${reason}; again in ${seconds.toFixed(1)} s (attempt ${attempt} of ${ATTEMPTS})`);
    await to.host.wait(seconds * 1000);
  }
  throw new WorkflowError(
    `${file.name} could not be attached: ${reason}`,
    'Run the job again; the release stays as it is, and what is already attached is kept.',
  );
}

type Outcome = { asset: Asset } | { reason: string; wait?: number };

async function attemptUpload({ host, release, token }: Destination, file: AssetFile): Promise<Outcome> {
  const { size } = await stat(file.path);
  if (size !== file.size)
    throw new WorkflowError(`${file.name} changed while it was uploaded`, 'Let no other step write into its folder.');
  const url = uploadUrl(release, file.name, host.env['GITHUB_API_URL'] ?? 'https://api.github.com');
  let answer: Answer;
  try {
    answer = await sendFile(url, file, {
      accept: 'application/vnd.github+json',
      authorization: `token ${token}`,
      'content-type': file.contentType,
    });
  } catch (error) {
    return { reason: `the connection broke (${(error as Error).message})` };
  }
  if (answer.status === 201) {
    const asset = parsed(answer) as Asset | null;
    return asset === null ? { reason: 'the answer is not JSON' } : { asset };
  }
  return refusal(answer, file);
}

/** What may pass by itself is a reason to try again; anything else is thrown. */
function refusal(answer: Answer, file: AssetFile): Outcome {
  const { status, headers, text } = answer;
  const body = parsed(answer) as { message?: string; errors?: { code?: string; message?: string }[] } | null;
  const told = [
    body?.message ?? (/<title>([^<]{0,100})/i.exec(text)?.[1] || 'no reason given'),
    ...(body?.errors ?? []).map(({ message, code }) => message ?? code ?? ''),
  ].join(': ');
  const isLimit = status === 429 || (status === 403 && /rate limit|abuse/i.test(told));
  // https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
  if (isLimit) return { reason: `GitHub slows down (${told})`, wait: waitOf(headers) ?? 60 };
  if (status >= 500 || status === 408) return { reason: `GitHub answers ${status} (${told})`, ...wait(headers) };
  if (status === 422 && body?.errors?.some(({ code }) => code === 'already_exists'))
    return { reason: 'GitHub already has a file of this name' };
  // A release that was just made may not have reached every server.
  if (status === 404) return { reason: 'GitHub does not find the release yet' };
  const error = Object.assign(new Error(told), { status, response: { headers: headers as Record<string, string> } });
  throw explained(error, `attaching ${file.name}`, { contents: 'write' });
}

const wait = (headers: Answer['headers']): { wait?: number } => {
  const seconds = waitOf(headers);
  return seconds === undefined ? {} : { wait: seconds };
};

const waitOf = (headers: Answer['headers']): number | undefined => {
  const after = Number(headers['retry-after']);
  return Number.isFinite(after) && after > 0 ? after : undefined;
};

function parsed({ text }: Answer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of a proxy or of GitHub's front; the status says what to do.
    return null;
  }
}

/** The files of a release as they are now; those of the first answer may be stale. Throws WorkflowError. */
export async function assetsOf({ host, api, release }: Omit<Destination, 'token'>): Promise<Asset[]> {
  try {
    const place = { ...repositoryOf(host), release_id: release.id, per_page: 100 };
    return await settled(host, async () => (await api.paginate(api.rest.repos.listReleaseAssets, place)) as Asset[]);
  } catch (error) {
    throw explained(error, `listing the files of the release of ${release.tag_name}`, { contents: 'write' });
  }
}

/** What a broken attempt left: the whole file after all, or remains, which are removed. */
async function leftover(to: Destination, file: AssetFile): Promise<Asset | null> {
  for (const asset of await assetsOf(to)) {
    if (asset.name !== file.name) continue;
    if (faultOf(asset, file) === null) return asset;
    await removeAsset(to, asset.id);
  }
  return null;
}

export async function removeAsset({ host, api }: Pick<Destination, 'host' | 'api'>, id: number): Promise<void> {
  try {
    await api.rest.repos.deleteReleaseAsset({ ...repositoryOf(host), asset_id: id });
  } catch (error) {
    // Remains of failed uploads sometimes vanish by themselves.
    if (!isMissing(error)) throw explained(error, 'removing a broken upload', { contents: 'write' });
  }
}

/** Why an asset is not the file; null where it is. Servers that compute no digest are believed in name and size. */
export function faultOf(asset: Asset, file: AssetFile): string | null {
  if (asset.state !== 'uploaded') return `GitHub has it in state ${String(asset.state)}`;
  if (asset.name !== file.name) return `GitHub renamed it to ${asset.name}`;
  if (asset.size !== file.size) return `expected ${file.size} bytes, found ${asset.size} at GitHub`;
  const { digest } = asset as { digest?: string | null };
  if (digest && digest !== `sha256:${file.sha256}`) return `expected sha256 ${file.sha256}, found ${digest} at GitHub`;
  return null;
}

/** `upload_url` of a release for one file. The token goes only to GitHub's own hosts: the API's, or its `uploads.`. */
export function uploadUrl(release: Pick<Release, 'upload_url'>, name: string, api: string): URL {
  const url = new URL(release.upload_url.replace(/\{[^}]*\}$/, ''));
  const site = (host: string): string => host.replace(/^(api|uploads)\./, '');
  if (site(url.hostname) !== site(new URL(api).hostname) || url.protocol !== new URL(api).protocol)
    throw new WorkflowError(
      `the release names ${url.host} for uploads, which is no host of ${new URL(api).host}`,
      'Ask whoever runs this GitHub; the token is not sent to other hosts.',
    );
  url.searchParams.set('name', name);
  return url;
}
