import type { ByteSource } from '../../bytes/source.js';
import type { NamedRange } from './apart.js';
/**
 * Cuts a safetensors file between tensors, in the order of its data: its header as it is, shards that loaders read, and their index,
 * none longer than `limit` bytes. Without their heads they are the very file again. Null where it is no safetensors file
 * whose tensors lie side by side without gaps, or where one of them alone is too long.
 */
export declare function reshard(source: ByteSource, name: string, limit: number): Promise<NamedRange[] | null>;
