import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Passed, type PassOptions, pass, passChunks, SHORT_BYTES } from '../bytes/pass.js';
import { aheadChunks, type ByteSource, memorySource, type OpenByteSource } from '../bytes/source.js';
import { UsageError } from '../usage-error.js';
import type { BagMember } from './member.js';
import { chunksOf, type Text, wholeText } from './text.js';

/** Opens a collected file by its path in the repository. */
export type OpenCollected = (path: string) => Promise<OpenByteSource>;

/** What content is held to. */
type Checked = Pick<BagMember, 'path' | 'size' | 'sha256' | 'content'>;

/**
 * Passes the content of a member once and resolves to its CRC-32. Throws UsageError where size or digest are not the planned
 * ones: the digest is of exactly the bytes that were handed to `write`.
 */
export async function passMember(
  member: Checked,
  open: OpenCollected,
  options: Omit<PassOptions, 'algorithms'>,
): Promise<number> {
  const { content, size } = member;
  const asked: PassOptions = { ...options, algorithms: ['sha256'] };
  if (content.from === 'text') return checkPassed(member, await passText(content.text, size, asked));
  const source = await open(content.path);
  try {
    checkSize(member, source.size);
    return checkPassed(member, await pass(source, asked));
  } finally {
    await source.close();
  }
}

/** What is short goes where `pass` puts it, into the room that it is given. */
const passText = (text: Text, size: number, options: PassOptions): Promise<Passed> =>
  size <= SHORT_BYTES
    ? pass(memorySource(Buffer.from(wholeText(text))), options)
    : passChunks(Readable.from(chunksOf(text)), options, size);

function checkPassed(member: Checked, { digests, crc32, length }: Passed): number {
  checkSize(member, length);
  checkDigest(member, digests.sha256 ?? '');
  return crc32;
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
