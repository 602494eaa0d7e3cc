import { type AddressCheck, isPassing, reasonOf } from '../../bytes/http-follow.js';
import { type SilenceWatch, watchSilence } from '../../bytes/silence.js';
import { DownloadError, request, type Source } from './request.js';

/** Access to a GitHub whose release assets not everybody may read. The token goes to the API alone. */
export interface GitHubAccess {
  /** `https://github.com` */
  server: string;
  /** `https://api.github.com` */
  api: string;
  token: string;
}

/** Longest answer of the API that is read. */
const ANSWER_BYTES = 16 << 20;
/** Pages of 100; more assets no release can have, and older drafts nobody looks for. */
const MOST_PAGES = 10;
const SILENCE = 60_000;

interface Asset {
  id?: unknown;
  name?: unknown;
}
interface Release {
  id?: unknown;
  tag_name?: unknown;
}

/** How to ask the API for a release asset by its address for browsers; null where it is none of this GitHub, or unknown there. */
export async function releaseAssetRequest(
  url: string,
  access: GitHubAccess,
  check: AddressCheck,
): Promise<Source | null> {
  const prefix = `${access.server}/`;
  const parts = url.startsWith(prefix)
    ? /^([\w.-]+)\/([\w.-]+)\/releases\/download\/([^/]+)\/([^/?#]+)$/.exec(url.slice(prefix.length))
    : null;
  if (!parts) return null;
  const [, owner = '', name = '', tag = '', asset = ''] = parts;
  const repository = `${access.api}/repos/${owner}/${name}`;
  const get = (path: string) => json(`${repository}${path}`, access, check);
  const release = ((await get(`/releases/tags/${tag}`)) ?? (await draftOf(decoded(tag), get))) as Release | null;
  if (!release || !Number.isSafeInteger(release.id)) return null;
  const found = await find<Asset>(get, `/releases/${release.id}/assets`, (each) => each.name === decoded(asset));
  if (!found || !Number.isSafeInteger(found.id)) return null;
  return {
    address: `${repository}/releases/assets/${found.id}`,
    headers: { accept: 'application/octet-stream', authorization: `Bearer ${access.token}` },
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray `%` is taken as it is
  }
}

type Get = (path: string) => Promise<unknown>;

/** Drafts have no address by tag. */
const draftOf = (tag: string, get: Get): Promise<Release | null> =>
  find<Release>(get, '/releases', (each) => each.tag_name === tag);

async function find<T>(get: Get, path: string, isWanted: (each: T) => boolean): Promise<T | null> {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const list = await get(`${path}?per_page=100&page=${page}`);
    if (!Array.isArray(list)) return null;
    const found = (list as T[]).find((each) => each !== null && isWanted(each));
    if (found) return found;
    if (list.length < 100) return null;
  }
  return null;
}

/** A JSON answer of the API; null where it says that there is nothing. */
async function json(address: string, { token }: GitHubAccess, check: AddressCheck): Promise<unknown> {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` };
  const watch = watchSilence(SILENCE);
  try {
    const response = await request(address, headers, check, watch);
    if (response.status === 404) return null;
    if (response.status !== 200)
      throw new DownloadError(`GitHub's API answered HTTP ${response.status}`, !isPassing(response.status));
    return parsed(await textOf(response, watch));
  } finally {
    watch.end();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DownloadError("expected JSON of GitHub's API, found something else", true, { cause });
  }
}

async function textOf({ body }: Response, watch: SilenceWatch): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body ?? []) {
      watch.alive(part.length);
      parts.push(part);
      size += part.length;
      if (size > ANSWER_BYTES)
        throw new DownloadError(`expected at most ${ANSWER_BYTES} bytes of JSON, found more`, true);
    }
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(`GitHub's API broke off: ${reasonOf(error)}`, false, { cause: error });
  }
  return Buffer.concat(parts).toString('utf8');
}
