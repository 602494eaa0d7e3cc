import type { ArchivedEvidence } from '../assess/since-release.js';
import { openFile } from '../bytes/file-source.js';
import { type ByteSource, checkRange } from '../bytes/source.js';
import { openZipMember, readZipDirectory } from '../containers/zip.js';
import { receiveRange } from './connection.js';
import { type Asset, assetUrl, type Host } from './host.js';
import { parseEvidence, REPORT_BYTES } from './report-document.js';

/** What a bag says of its models; null where it is none of ours. Of a bag in the network only that part is fetched. */
export async function readEvidence(bag: ByteSource): Promise<ArchivedEvidence | null> {
  const { members } = await readZipDirectory(bag);
  // At the top of the bag, which may be one folder.
  const member = members.find(({ name }) => /^([^/]+\/)?evidence\.json$/.test(name));
  if (!member || member.size > REPORT_BYTES) return null;
  const source = await openZipMember(bag, member);
  return parseEvidence(Buffer.from(await source.read(0, source.size)).toString('utf8'));
}

/** The same of a bag on the disk. */
export async function evidenceIn(path: string): Promise<ArchivedEvidence | null> {
  const source = await openFile(path);
  try {
    return await readEvidence(source);
  } finally {
    await source.close();
  }
}

/** Bytes that are asked for at least, so that the directory of a zip is one answer. */
const LEAST_BYTES = 1 << 16;

/** An attached file, read by ranges. Reads reject where GitHub sends something else. */
export function assetSource(host: Host, token: string | undefined, asset: Asset): ByteSource {
  const url = assetUrl(host, asset.id);
  const headers = {
    accept: 'application/octet-stream',
    ...(token !== undefined && { authorization: `token ${token}` }),
  };
  const { size } = asset;
  let held: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  return {
    size,
    async read(start, end) {
      checkRange(start, end, size);
      if (start < held.start || end > held.start + held.bytes.length) {
        // The end of a zip is read backwards, everything else forwards.
        const from = end === size ? Math.max(0, Math.min(start, size - LEAST_BYTES)) : start;
        const to = Math.min(size, Math.max(end, from + LEAST_BYTES));
        held = { start: from, bytes: await receiveRange(url, headers, { start: from, end: to }) };
      }
      return held.bytes.subarray(start - held.start, end - held.start);
    },
  };
}
