/** What the header says of a tensor; offsets count from where the data begins. */
export interface HeaderEntry {
    dtype: string;
    shape: readonly number[];
    data_offsets: readonly [start: number, end: number];
}
/** Length and header of a safetensors file. The data begins at a multiple of 8: blanks end the header. */
export declare function headerBytes(metadata: Readonly<Record<string, string>>, entries: readonly (readonly [name: string, entry: HeaderEntry])[]): Buffer;
/** Name of the `n`th shard, counted from 1, as transformers names it. */
export declare const shardName: (stem: string, n: number, count: number) => string;
export declare const indexName: (stem: string) => string;
/** The index of shards as transformers reads it; `shards` are tensors by the name of their file. */
export declare function indexText(metadata: Readonly<Record<string, string>>, shards: ReadonlyMap<string, readonly {
    name: string;
    byteLength: number;
}[]>): string;
