import { createHash } from 'node:crypto';
import { type ByteSource, CHUNK_BYTES } from '../bytes/source.js';
import { UsageError } from '../usage-error.js';
import type { BagMember } from './member.js';

/** A planned member whose content is a collected file. */
type Checked = Pick<BagMember, 'path' | 'size' | 'sha256' | 'content'>;

/** The whole content of a small member. Throws UsageError where size or digest are not the planned ones. */
export async function readChecked(source: ByteSource, member: Checked): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of checkedChunks(source, member)) parts.push(part);
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

/**
 * The content in chunks, one read ahead; each byte is digested as it passes. Throws UsageError where size or digest are
 * not the planned ones: the digest is of exactly the bytes that were yielded.
 */
export async function* checkedChunks(
  source: ByteSource,
  member: Checked,
  advance: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (source.size !== member.size) throw changed(member, `${member.size} bytes`, `${source.size}`);
  const hash = createHash('sha256');
  for await (const chunk of aheadChunks(source)) {
    hash.update(chunk);
    advance(chunk.length);
    yield chunk;
  }
  const digest = hash.digest('hex');
  if (digest !== member.sha256) throw changed(member, `sha256 ${member.sha256}`, digest);
}

/** Chunks in order; the next read is under way while one is used. */
export async function* aheadChunks(source: ByteSource, start = 0, end = source.size): AsyncGenerator<Buffer> {
  const read = (at: number): Promise<Uint8Array> => {
    const reading = source.read(at, Math.min(at + CHUNK_BYTES, end));
    reading.catch(() => {}); // it is awaited below, or not at all when the consumer stops early
    return reading;
  };
  let next = start < end ? read(start) : undefined;
  for (let at = start; next !== undefined; ) {
    const bytes: Uint8Array = await next;
    at += bytes.length;
    next = at < end ? read(at) : undefined;
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}

function changed(member: Checked, expected: string, found: string): UsageError {
  const path = member.content.from === 'tree' ? member.content.path : member.path;
  return new UsageError(
    `expected ${expected} of ${JSON.stringify(path)}, found ${found}: it changed while it was packed`,
    'Let whatever writes the file finish, then pack again.',
  );
}
