import type { ByteSource } from '../../bytes/source.js';
/**
 * A source that reads a block where little is asked for: thousands of small members, each a header and some bytes, cost one
 * read a block in place of two a member. What it hands out is part of the block and must not be changed.
 */
export declare function blockSource<Source extends ByteSource>(source: Source): Source;
