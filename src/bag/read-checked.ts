import { createHash } from 'node:crypto';
import { type PassOptions, pass } from '../bytes/pass.js';
import { aheadChunks, type ByteSource, memorySource, type OpenByteSource } from '../bytes/source.js';
import { UsageError } from '../usage-error.js';
import type { BagMember } from './member.js';

/** Opens a collected file by its path in the repository. */
export type OpenCollected = (path: string) => Promise<OpenByteSource>;

/** What content is held to. */
type Checked = Pick<BagMember, 'path' | 'size' | 'sha256' | 'content'>;

/** Opens the content of a member, wherever it comes from. */
export async function openMember({ content }: Checked, open: OpenCollected): Promise<OpenByteSource> {
  if (content.from === 'tree') return open(content.path);
  return { ...memorySource(Buffer.from(content.text)), close: async () => {} };
}

/**
 * Passes the content of a member once and resolves to its CRC-32. Throws UsageError where size or digest are not the planned
 * ones: the digest is of exactly the bytes that were handed to `write`.
 */
export async function passMember(
  member: Checked,
  open: OpenCollected,
  options: Omit<PassOptions, 'algorithms'>,
): Promise<number> {
  const source = await openMember(member, open);
  try {
    checkSize(member, source.size);
    const { digests, crc32 } = await pass(source, { ...options, algorithms: ['sha256'] });
    checkDigest(member, digests.sha256 ?? '');
    return crc32;
  } finally {
    await source.close();
  }
}

/** The content in chunks, one read ahead, for those who need them in order; checked as `passMember` does. */
export async function* checkedChunks(
  source: ByteSource,
  member: Checked,
  advance: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  checkSize(member, source.size);
  const hash = createHash('sha256');
  for await (const chunk of aheadChunks(source)) {
    hash.update(chunk);
    advance(chunk.length);
    yield chunk;
  }
  checkDigest(member, hash.digest('hex'));
}

function checkSize(member: Checked, size: number): void {
  if (size !== member.size) throw changed(member, `${member.size} bytes`, `${size}`);
}

function checkDigest(member: Checked, sha256: string): void {
  if (sha256 !== member.sha256) throw changed(member, `sha256 ${member.sha256}`, sha256);
}

function changed({ path, content }: Checked, expected: string, found: string): UsageError {
  return new UsageError(
    `expected ${expected} of ${JSON.stringify(content.from === 'tree' ? content.path : path)}, found ${found}: it changed while it was packed`,
    'Let whatever writes the file finish, then pack again.',
  );
}
