import { type PassOptions } from '../bytes/pass.js';
import { type ByteSource, type OpenByteSource } from '../bytes/source.js';
import type { BagMember } from './member.js';
/** Opens a collected file by its path in the repository. */
export type OpenCollected = (path: string) => Promise<OpenByteSource>;
/** What content is held to. */
type Checked = Pick<BagMember, 'path' | 'size' | 'sha256' | 'content'>;
/**
 * Passes the content of a member once and resolves to its CRC-32. Throws UsageError where size or digest are not the planned
 * ones: the digest is of exactly the bytes that were handed to `write`.
 */
export declare function passMember(member: Checked, open: OpenCollected, options: Omit<PassOptions, 'algorithms'>): Promise<number>;
/** The content in chunks, one read ahead, for those who need them in order; checked as `passMember` does. */
export declare function checkedChunks(source: ByteSource, member: Checked, advance?: (bytes: number) => void): AsyncGenerator<Buffer>;
export {};
