import { FormatError } from './format-error.js';
import { asHttpError, get, type HttpAnswer, HttpError, type HttpPatience, PATIENCE, shownUrl } from './http-request.js';
import { checkRange, memorySource, type OpenByteSource } from './source.js';

/** A file of the network, read by ranges. */
export interface HttpSource extends OpenByteSource {
  /** What was transferred so far. */
  readonly transfer: { bytes: number; requests: number };
}

/** First request: enough for nearly every header, little enough for one packet train. */
const FIRST_BYTES = 64 << 10;
/** Bytes asked for at least, little, since headers of zip members lie far apart; doubled as long as reading goes straight on. */
const LEAST_AHEAD = 8 << 10;
const MOST_AHEAD = 4 << 20;
/** Bytes of answers that are kept. */
const MOST_HELD = 32 << 20;
/** Longest file that is read as a whole from a server that sends no ranges. */
const MOST_WHOLE = 64 << 20;

/**
 * Opens a file of the network. The first range tells size and version; every later one must be of the same version
 * (strong ETag or date in `If-Range`). A server without ranges is read once, up to 64 MiB. Rejects with HttpError where
 * the file cannot be had, reads reject with FormatError where it changes while it is read.
 */
export async function openHttp(url: URL, patience: HttpPatience = PATIENCE): Promise<HttpSource> {
  const transfer = { bytes: 0, requests: 1 };
  const answer = await get(url, { range: `bytes=0-${FIRST_BYTES - 1}` }, patience);
  if (answer.status === 416) {
    await answer.cancel();
    const size = sizeIn(answer);
    if (size !== 0) throw new HttpError('unreachable', `expected a range of ${shownUrl(url)}, found a refusal`);
    return { ...memorySource(new Uint8Array(0)), transfer, close: async () => {} };
  }
  if (answer.status !== 206) return whole(url, answer, transfer);
  const range = rangeOf(answer);
  if (range.start !== 0) throw new HttpError('unreachable', `expected a range from 0 on, found ${range.start}`);
  const bytes = await take(answer, range.end, transfer, url);
  return new RangedSource(url, answer.url, range.size, versionOf(answer), bytes, transfer, patience);
}

/** Version of a file: a strong ETag can be asked for, everything else only compared. */
interface Version {
  etag: string | null;
  modified: string | null;
}

const versionOf = ({ headers }: HttpAnswer): Version => ({
  etag: headers.get('etag'),
  modified: headers.get('last-modified'),
});

const conditionOf = ({ etag, modified }: Version): Record<string, string> => {
  const validator = etag !== null && !etag.startsWith('W/') ? etag : modified;
  return validator === null ? {} : { 'if-range': validator };
};

class RangedSource implements HttpSource {
  /** Answers that are kept, latest last. */
  readonly #held: { start: number; bytes: Uint8Array }[];
  #ahead = LEAST_AHEAD;
  #next = 0;

  constructor(
    readonly url: URL,
    /** Where redirects led: asked first, until it fails. */
    public place: URL,
    readonly size: number,
    readonly version: Version,
    first: Uint8Array,
    readonly transfer: HttpSource['transfer'],
    readonly patience: HttpPatience,
  ) {
    this.#held = [{ start: 0, bytes: first }];
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    checkRange(start, end, this.size);
    const parts: Uint8Array[] = [];
    for (let at = start; at < end; ) {
      const part = this.#heldFrom(at) ?? (await this.#more(at, end));
      const taken = part.subarray(0, end - at);
      parts.push(taken);
      at += taken.length;
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  async close(): Promise<void> {
    this.#held.length = 0;
  }

  #heldFrom(at: number): Uint8Array | null {
    const index = this.#held.findLastIndex(({ start, bytes }) => start <= at && at < start + bytes.length);
    if (index < 0) return null;
    const [found] = this.#held.splice(index, 1) as [{ start: number; bytes: Uint8Array }];
    this.#held.push(found);
    return found.bytes.subarray(at - found.start);
  }

  /** Reading that goes straight on gets more at once, reading that jumps gets little. */
  async #more(at: number, end: number): Promise<Uint8Array> {
    this.#ahead = at === this.#next ? Math.min(this.#ahead * 2, MOST_AHEAD) : LEAST_AHEAD;
    const until = Math.min(this.size, at + Math.min(MOST_AHEAD, Math.max(this.#ahead, end - at)));
    const bytes = await this.#range(at, until);
    this.#next = until;
    this.#held.push({ start: at, bytes });
    let held = this.#held.reduce((sum, part) => sum + part.bytes.length, 0);
    while (held > MOST_HELD && this.#held.length > 1) held -= (this.#held.shift()?.bytes.length as number) ?? 0;
    return bytes;
  }

  async #range(start: number, end: number): Promise<Uint8Array> {
    // Answers break off; the same range can be asked for again.
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#ask({ range: `bytes=${start}-${end - 1}`, ...conditionOf(this.version) });
      this.#check(answer, start, end);
      try {
        return await take(answer, end - start, this.transfer, this.url);
      } catch (error) {
        if (attempt >= this.patience.retries) throw error;
      }
    }
  }

  /** Signed addresses that redirects lead to expire: the given one leads to a fresh one. */
  async #ask(headers: Record<string, string>): Promise<HttpAnswer> {
    this.transfer.requests++;
    try {
      return await get(this.place, headers, this.patience);
    } catch (error) {
      if (this.place.href === this.url.href || !(error instanceof HttpError)) throw error;
      this.transfer.requests++;
      const answer = await get(this.url, headers, this.patience);
      this.place = answer.url;
      return answer;
    }
  }

  #check(answer: HttpAnswer, start: number, end: number): void {
    const { etag, modified } = versionOf(answer);
    const isSame =
      answer.status === 206 &&
      (etag === null || this.version.etag === null || etag === this.version.etag) &&
      (modified === null || this.version.modified === null || modified === this.version.modified) &&
      sizeIn(answer) === this.size;
    if (!isSame) {
      void answer.cancel();
      throw new FormatError(
        'invalid-structure',
        'expected the file as it was when reading began, found that the server has another one now',
        start,
      );
    }
    const range = rangeOf(answer);
    if (range.start === start && range.end === end) return;
    void answer.cancel();
    throw new HttpError(
      'unreachable',
      `expected bytes ${start}-${end - 1} of ${shownUrl(this.url)}, found ${range.start}-${range.end - 1}`,
    );
  }
}

/** A server that does not know ranges sends the whole file: it is held where that is not much. */
async function whole(url: URL, answer: HttpAnswer, transfer: HttpSource['transfer']): Promise<HttpSource> {
  const declared = Number(answer.headers.get('content-length') ?? 0);
  const tooLong = (size: number | string): HttpError =>
    new HttpError(
      'unreachable',
      `expected a server that sends ranges, found one that sends ${shownUrl(url)} as a whole (${size} bytes, at most ${MOST_WHOLE} are held): download it and inspect the copy`,
    );
  if (declared > MOST_WHOLE) {
    await answer.cancel();
    throw tooLong(declared);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of answer.body) {
      size += part.length;
      transfer.bytes += part.length;
      if (size > MOST_WHOLE) throw tooLong(`more than ${MOST_WHOLE}`);
      parts.push(part);
    }
  } catch (error) {
    throw asHttpError(error, url);
  }
  const isEncoded = isOtherwiseEncoded(answer);
  if (declared > 0 && size !== declared && !isEncoded)
    throw new HttpError('unreachable', `expected ${declared} bytes of ${shownUrl(url)}, found ${size}`);
  return { ...memorySource(Buffer.concat(parts)), transfer, close: async () => {} };
}

const isOtherwiseEncoded = ({ headers }: HttpAnswer): boolean =>
  !['', 'identity'].includes((headers.get('content-encoding') ?? '').trim().toLowerCase());

/** The body of a ranged answer, exactly as long as asked. */
async function take(
  answer: HttpAnswer,
  length: number,
  transfer: HttpSource['transfer'],
  url: URL,
): Promise<Uint8Array> {
  if (isOtherwiseEncoded(answer)) {
    await answer.cancel();
    throw new HttpError(
      'unreachable',
      `expected ranges of the file itself, found ranges with content-encoding ${answer.headers.get('content-encoding')} (${shownUrl(url)})`,
    );
  }
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  try {
    for await (const part of answer.body) {
      transfer.bytes += part.length;
      if (filled + part.length > length) throw new Error(`more than ${length} bytes`);
      bytes.set(part, filled);
      filled += part.length;
    }
  } catch (error) {
    throw asHttpError(error, url);
  }
  if (filled < length)
    throw new HttpError('unreachable', `expected ${length} bytes of ${shownUrl(url)}, found ${filled}`);
  return bytes;
}

/** `Content-Range: bytes 0-99/1234`. */
function rangeOf(answer: HttpAnswer): { start: number; end: number; size: number } {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/i.exec(answer.headers.get('content-range') ?? '');
  const [start, last, size] = (match?.slice(1) ?? []).map(Number);
  if (start === undefined || last === undefined || size === undefined || last < start || last >= size) {
    void answer.cancel();
    throw new HttpError(
      'unreachable',
      `expected a Content-Range with the size of ${shownUrl(answer.url)}, found ${JSON.stringify(answer.headers.get('content-range'))}`,
    );
  }
  return { start, end: last + 1, size };
}

/** Size in `Content-Range: bytes … /1234`. */
const sizeIn = ({ headers }: HttpAnswer): number | null => {
  const match = /\/(\d{1,15})$/.exec(headers.get('content-range') ?? '');
  return match ? Number(match[1]) : null;
};
