import { createHash } from 'node:crypto';
import { isPrivateHost } from '../bytes/address.js';
import { type AddressCheck, follow, NotFollowed, reasonOf } from '../bytes/http-follow.js';
import { watchSilence } from '../bytes/silence.js';
import type { RemoteFile } from './remote-plan.js';

/** A download that did not succeed, in words for a person. */
export class Unfetched extends Error {
  override readonly name = 'Unfetched';
}

/** Milliseconds without a byte. */
const SILENCE = 60_000;
/** Larger models are published in parts. */
const DOWNLOAD_BYTES = 200 * 1024 ** 3;
const JSON_BYTES = 64 * 1024 * 1024;

/** Which addresses may be opened: refuses plain http and addresses of this machine and its private network; `injected` origins are the caller's own. */
export function addressCheck(injected: readonly string[]): AddressCheck {
  const trusted = new Set(injected.map((address) => new URL(address).origin));
  return (url) => {
    if (trusted.has(url.origin)) return null;
    if (url.protocol !== 'https:') return `${url.protocol.slice(0, -1)} is not https`;
    if (url.username !== '' || url.password !== '') return 'the address holds a password';
    return isPrivateHost(url.hostname) ? 'the address is not public' : null;
  };
}

/** Bytes of a file as they arrive; throws Unfetched at the end where size or digest is another than declared. */
export async function* download(file: RemoteFile, check: AddressCheck): AsyncGenerator<Uint8Array> {
  const hashes = (['sha256', 'md5'] as const).flatMap((name) =>
    file[name] === undefined ? [] : [{ name, hash: createHash(name) }],
  );
  let size = 0;
  for await (const part of get(file.url, check)) {
    size += part.length;
    const most = file.size ?? DOWNLOAD_BYTES;
    if (size > most) throw new Unfetched(`expected at most ${most} bytes, found more`);
    for (const { hash } of hashes) hash.update(part);
    yield part;
  }
  if (file.size !== undefined && size !== file.size) throw new Unfetched(`expected ${file.size} bytes, found ${size}`);
  for (const { name, hash } of hashes) {
    const found = hash.digest('hex');
    if (found !== file[name]) throw new Unfetched(`expected ${name} ${file[name]}, found ${found}`);
  }
}

/** A JSON document of the network. */
export async function downloadJson(url: string, check: AddressCheck): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of get(url, check)) {
    size += part.length;
    if (size > JSON_BYTES) throw new Unfetched(`expected at most ${JSON_BYTES} bytes of JSON, found more`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (cause) {
    throw new Unfetched('expected JSON, found something else', { cause });
  }
}

async function* get(address: string, check: AddressCheck): AsyncGenerator<Uint8Array> {
  const watch = watchSilence(SILENCE);
  try {
    const { response } = await follow(new URL(address), {}, check, watch);
    if (response.status !== 200) throw new Unfetched(statusText(response.status));
    const declared = Number(response.headers.get('content-length') ?? Number.NaN);
    let size = 0;
    for await (const part of response.body ?? []) {
      watch.alive(part.length);
      size += part.length;
      yield part;
    }
    if (Number.isSafeInteger(declared) && size !== declared && !response.headers.has('content-encoding'))
      throw new Unfetched(`expected ${declared} bytes, found ${size}`);
  } catch (error) {
    if (error instanceof Unfetched) throw error;
    if (error instanceof NotFollowed) throw new Unfetched(`${error.message} (${error.url.host})`);
    throw new Unfetched(reasonOf(error), { cause: error });
  } finally {
    watch.end();
  }
}

const statusText = (status: number): string =>
  status === 401 || status === 403
    ? `the server demands a login (HTTP ${status})`
    : status === 404 || status === 410
      ? `nothing is there (HTTP ${status})`
      : `the server answered HTTP ${status}`;
