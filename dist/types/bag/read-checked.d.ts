import { type ByteSource } from '../bytes/source.js';
import type { BagMember } from './member.js';
/** A planned member whose content is a collected file. */
type Checked = Pick<BagMember, 'path' | 'size' | 'sha256' | 'content'>;
/** The whole content of a small member. Throws UsageError where size or digest are not the planned ones. */
export declare function readChecked(source: ByteSource, member: Checked): Promise<Buffer>;
/**
 * The content in chunks, one read ahead; each byte is digested as it passes. Throws UsageError where size or digest are
 * not the planned ones: the digest is of exactly the bytes that were yielded.
 */
export declare function checkedChunks(source: ByteSource, member: Checked, advance?: (bytes: number) => void): AsyncGenerator<Buffer>;
/** Chunks in order; the next read is under way while one is used. */
export declare function aheadChunks(source: ByteSource, start?: number, end?: number): AsyncGenerator<Buffer>;
export {};
