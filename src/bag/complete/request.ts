import { type AddressCheck, follow, NotFollowed, reasonOf } from '../../bytes/http-follow.js';
import type { SilenceWatch } from '../../bytes/silence.js';

/** A download that failed; `isFinal` where trying again cannot help. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  /** Bytes of the piece that are kept all the same. */
  kept = 0;
  constructor(
    message: string,
    readonly isFinal: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An address with what must be said to it. */
export interface Source {
  address: string;
  headers: Readonly<Record<string, string>>;
}

/** Opens an address and follows where it leads, each step held to the list. Throws DownloadError. */
export async function request(
  address: string,
  headers: Readonly<Record<string, string>>,
  check: AddressCheck,
  watch: SilenceWatch,
): Promise<Response> {
  if (!URL.canParse(address))
    throw new DownloadError(`expected an address, found ${JSON.stringify(address.slice(0, 200))}`, true);
  const url = new URL(address);
  try {
    return (await follow(url, headers, check, watch)).response;
  } catch (cause) {
    if (cause instanceof NotFollowed) throw new DownloadError(`not opened: ${cause.message}`, true, { cause });
    throw new DownloadError(`${url.host} did not answer: ${reasonOf(cause)}`, false, { cause });
  }
}
