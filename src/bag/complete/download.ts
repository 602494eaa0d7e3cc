import { createHash } from 'node:crypto';
import { constants, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type AddressCheck, isPassing, reasonOf } from '../../bytes/http-follow.js';
import { watchSilence } from '../../bytes/silence.js';
import { type GitHubAccess, releaseAssetRequest } from './github-asset.js';
import type { Piece } from './missing.js';
import { DownloadError, request, type Source } from './request.js';

export interface DownloadOptions {
  check: AddressCheck;
  /** For release assets of private repositories. */
  github?: GitHubAccess;
  advance?(bytes: number): void;
  /** Waits so many milliseconds before another attempt. */
  wait(milliseconds: number): Promise<void>;
}

const ATTEMPTS = 5;
/** An attempt that got so much farther than all before it was no vain one: a long file may be broken off any number of times. */
const WORTH_BYTES = 64 << 10;
/** Milliseconds without a byte, after which a connection is given up. */
const SILENCE = 60_000;
/** Most bytes of a file whose length nobody says. */
const UNKNOWN_BYTES = 200 * 1024 ** 3;

/**
 * Downloads a piece to `path`. What an earlier run left beside it (`path` and `.partial`) is taken up again by a range request; length
 * and digest are checked while the bytes arrive, and only a piece that has both gets its name. Throws DownloadError.
 */
export async function downloadPiece(piece: Piece, path: string, options: DownloadOptions): Promise<void> {
  const partial = `${path}.partial`;
  const receiveFrom = (source: Source) => persistently(() => attemptPiece(piece, source, partial, options), options);
  try {
    await receiveFrom({ address: piece.url, headers: {} });
  } catch (error) {
    const other = error instanceof Refused ? await persistently(() => elsewhere(piece, options), options) : null;
    if (!other) throw error;
    await receiveFrom(other);
  }
  await rename(partial, path);
}

async function persistently<T>(attempt: () => Promise<T>, { wait }: DownloadOptions): Promise<T> {
  let farthest = 0;
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DownloadError) || error.isFinal) throw error;
      if (error.kept >= farthest + WORTH_BYTES) {
        farthest = error.kept;
        count = 0;
      }
      if (count >= ATTEMPTS) throw error;
      await wait(500 * 2 ** count);
    }
  }
}

/** The server has no such file, or not for everybody. */
class Refused extends DownloadError {}

const elsewhere = async (piece: Piece, { github, check }: DownloadOptions): Promise<Source | null> =>
  github ? releaseAssetRequest(piece.url, github, check) : null;

async function attemptPiece(piece: Piece, source: Source, partial: string, options: DownloadOptions): Promise<void> {
  const handle = await openOwn(partial);
  try {
    const kept = await keptBytes(handle, piece);
    const hash = createHash(piece.digest.algorithm);
    let length = kept;
    if (kept === piece.size) await rehash(handle, kept, hash, () => {});
    else length = await receive(piece, source, { handle, kept, hash }, options);
    await handle.sync();
    if (piece.size !== null && length !== piece.size)
      throw new DownloadError(`expected ${piece.size} bytes, found ${length}`, false);
    const found = hash.digest('hex');
    const { algorithm, hex } = piece.digest;
    if (found !== hex) {
      await handle.truncate(0);
      // Kept bytes of another file may be to blame: once more from the beginning.
      throw new DownloadError(`expected ${algorithm} ${hex}, found ${found}`, kept === 0);
    }
  } catch (error) {
    // Whatever was kept may be of use to the next attempt or run, where it can tell how much is missing.
    const { size } = await handle.stat();
    const isOfUse = piece.size !== null && (size > 0 || !(error instanceof DownloadError));
    if (!isOfUse) await rm(partial, { force: true });
    if (isOfUse && error instanceof DownloadError) error.kept = size;
    throw error;
  } finally {
    await handle.close();
  }
}

/** Opens a file that has this name alone: nothing is written through a link, symbolic or hard, to another file of the user. */
async function openOwn(path: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(path, flags, 0o644);
  if ((await handle.stat()).nlink <= 1) return handle;
  await handle.close();
  await rm(path);
  return open(path, 'wx+', 0o644);
}

interface Receiving {
  handle: FileHandle;
  kept: number;
  hash: ReturnType<typeof createHash>;
}

/** Length of what an earlier attempt left; more than the piece has is thrown away. */
async function keptBytes(handle: FileHandle, { size }: Piece): Promise<number> {
  const { size: kept } = await handle.stat();
  if (size !== null && kept <= size) return kept;
  // Nobody says where a file of unknown length ends.
  await handle.truncate(0);
  return 0;
}

/** Digests what was kept; `alive` hears of every step. */
async function rehash(
  handle: FileHandle,
  length: number,
  hash: Receiving['hash'],
  alive: () => unknown,
): Promise<void> {
  const buffer = Buffer.alloc(1 << 20);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, length - at), at);
    if (bytesRead === 0) throw new DownloadError('the half-downloaded file shrank while it was read', false);
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
    alive();
  }
}

/** Receives what is missing and resolves to the length of the whole; a server without ranges sends all of it again. */
async function receive(
  piece: Piece,
  { address, headers }: Source,
  { handle, kept, hash }: Receiving,
  options: DownloadOptions,
): Promise<number> {
  const watch = watchSilence(SILENCE);
  try {
    const range: Record<string, string> = kept > 0 ? { range: `bytes=${kept}-` } : {};
    const response = await request(address, { ...headers, ...range }, options.check, watch);
    const start = startOf(response, kept);
    if (start === null) {
      await response.body?.cancel();
      if (isOtherRange(response)) await handle.truncate(0);
      throw failure(response);
    }
    checkLength(response, start, piece);
    if (start === 0) await handle.truncate(0);
    // The server is not silent: nobody listens meanwhile.
    else await rehash(handle, start, hash, watch.alive);
    options.advance?.(start);
    let at = start;
    for await (const part of response.body ?? []) {
      watch.alive(part.length);
      const most = piece.size ?? UNKNOWN_BYTES;
      if (at + part.length > most) throw new DownloadError(`expected ${most} bytes, found more`, true);
      hash.update(part);
      await writeAll(handle, part, at);
      at += part.length;
      options.advance?.(part.length);
    }
    return at;
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    if ((error as NodeJS.ErrnoException).syscall === 'write') throw error;
    throw new DownloadError(`the connection broke: ${reasonOf(error)}`, false, { cause: error });
  } finally {
    watch.end();
  }
}

/** Where the bytes of an answer begin; null where it brings none of the file. */
function startOf(response: Response, kept: number): number | null {
  if (response.status === 200) return 0;
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return response.status === 206 && Number(range?.[1] ?? Number.NaN) === kept ? kept : null;
}

/** What was kept does not fit what the server has; any other answer without bytes says nothing about it. */
const isOtherRange = ({ status }: Response): boolean => status === 416 || status === 206;

/** A page that asks for a login is no file: its length tells before a byte is taken. */
function checkLength(response: Response, start: number, { size }: Piece): void {
  const declared = response.headers.get('content-length');
  if (size === null || declared === null || response.headers.has('content-encoding')) return;
  if (start + Number(declared) !== size)
    throw new DownloadError(`expected ${size} bytes, found ${start + Number(declared)}`, true);
}

function failure(response: Response): DownloadError {
  const { status } = response;
  if (status === 404 || status === 410) return new Refused(`nothing is there (HTTP ${status})`, true);
  if (status === 401 || status === 403) return new Refused(`the server demands a login (HTTP ${status})`, true);
  return new DownloadError(`the server answered HTTP ${status}`, !(isOtherRange(response) || isPassing(status)));
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}
