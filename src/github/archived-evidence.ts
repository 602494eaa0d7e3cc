import type { ArchivedEvidence } from '../assess/since-release.js';
import { type ByteSource, checkRange } from '../bytes/source.js';
import { documentIn, readDocument } from './bag-document.js';
import { receiveRange } from './connection.js';
import { type Asset, assetUrl, type Host } from './host.js';
import { parseEvidence, REPORT_BYTES } from './report-document.js';

const EVIDENCE_PATH = 'evidence.json';

/** What a bag says of its models; null where it is none of ours. */
export async function readEvidence(bag: ByteSource): Promise<ArchivedEvidence | null> {
  return evidenceOf(await readDocument(bag, EVIDENCE_PATH, REPORT_BYTES));
}

/** The same of a bag on the disk. */
export async function evidenceIn(path: string): Promise<ArchivedEvidence | null> {
  return evidenceOf(await documentIn(path, EVIDENCE_PATH, REPORT_BYTES));
}

const evidenceOf = async (text: string | null): Promise<ArchivedEvidence | null> =>
  text === null ? null : parseEvidence(text);

/** Bytes that are asked for at least, so that the directory of a zip is one answer. */
const LEAST_BYTES = 1 << 16;
/** A tar has no directory: each header behind a long file is a request, and a repository has a thousand in an hour. */
const MOST_REQUESTS = 100;

/** An attached file, read by ranges. Reads reject where GitHub sends something else, and where too much is asked for. */
export function assetSource(host: Host, token: string | undefined, asset: Asset): ByteSource {
  const url = assetUrl(host, asset.id);
  const headers = {
    accept: 'application/octet-stream',
    ...(token !== undefined && { authorization: `token ${token}` }),
  };
  return byRequests(asset.size, (start, end) => receiveRange(url, headers, { start, end }));
}

/** What `receive` asks for, in few requests. */
export function byRequests(size: number, receive: (start: number, end: number) => Promise<Uint8Array>): ByteSource {
  let held: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  let requests = 0;
  return {
    size,
    async read(start, end) {
      checkRange(start, end, size);
      if (start < held.start || end > held.start + held.bytes.length) {
        if (++requests > MOST_REQUESTS) throw new Error(`expected to read it in ${MOST_REQUESTS} requests, found more`);
        // The end of a zip is read backwards, everything else forwards.
        const from = end === size ? Math.max(0, Math.min(start, size - LEAST_BYTES)) : start;
        const to = Math.min(size, Math.max(end, from + LEAST_BYTES));
        held = { start: from, bytes: await receive(from, to) };
      }
      return held.bytes.subarray(start - held.start, end - held.start);
    },
  };
}
