import { HttpError, type HttpPatience, PATIENCE, refusal } from '../bytes/http-request.js';
import { type HttpSource, openHttp } from '../bytes/http-source.js';
import { UsageError } from '../usage-error.js';
import type { DiskAccess } from './disk-access.js';

/** A file of the network and those beside it, as readers of formats want to reach them. */
export interface HttpAccess extends DiskAccess {
  knowsFolders: false;
  /** Path to open it by: the address without its query. */
  entry: string;
  /** What was transferred so far, all files together. */
  transfer(): { bytes: number; requests: number };
}

export const isHttpAddress = (path: string): boolean => /^https?:\/\//i.test(path);

/**
 * Files beside an address: shards, external data. Servers list no folders, so that only what a file names is found.
 * Throws UsageError for an address that must not be opened.
 */
export function httpAccess(address: string, patience: HttpPatience = PATIENCE): HttpAccess {
  const url = parsed(address);
  const entry = `${url.origin}${url.pathname}`;
  const folder = entry.slice(0, entry.lastIndexOf('/'));
  const opened = new Map<string, Promise<HttpSource>>();
  const addressOf = (path: string): URL => {
    if (path === entry) return url;
    const relative = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
    return new URL(`${folder}/${relative.split('/').map(encodeURIComponent).join('/')}`);
  };
  const open = (path: string): Promise<HttpSource> => {
    const known = opened.get(path);
    if (known) return known;
    const source = openHttp(addressOf(path), patience);
    opened.set(path, source);
    return source;
  };
  const sources: HttpSource[] = [];
  return {
    entry,
    async open(path) {
      const source = await open(path);
      if (!sources.includes(source)) sources.push(source);
      // Several readers may hold one file; what is kept of it goes with the last answer.
      return { size: source.size, read: (start, end) => source.read(start, end), close: async () => {} };
    },
    knowsFolders: false,
    list: async () => [],
    async kind(path) {
      // The entry's own fault is told when it is opened.
      if (path === entry) return 'file';
      try {
        await open(path);
        return 'file';
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        return error.code === 'missing-file' ? 'missing' : 'unreadable';
      }
    },
    transfer: () =>
      sources.reduce(
        (sum, { transfer }) => ({ bytes: sum.bytes + transfer.bytes, requests: sum.requests + transfer.requests }),
        { bytes: 0, requests: 0 },
      ),
  };
}

function parsed(address: string): URL {
  if (!URL.canParse(address))
    throw new UsageError(
      'expected an address such as https://host/model.onnx, found another text',
      'Check the address.',
    );
  const url = new URL(address);
  url.hash = '';
  const refused = refusal(url);
  if (refused === null) return url;
  throw new UsageError(
    `${refused} (${url.host}${url.pathname})`,
    url.password !== '' || url.username !== ''
      ? 'Leave credentials out: an address is part of the report.'
      : 'Use https; http is read from this machine alone.',
  );
}
