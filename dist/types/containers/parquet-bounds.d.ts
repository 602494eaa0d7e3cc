import type { Limits } from '../bytes/limits.js';
/** The description of a file, as far as it bounds what reading takes. Counts are of 64 bits. */
interface Described {
    row_groups: {
        num_rows: bigint;
        columns: {
            meta_data?: ChunkDescription;
        }[];
    }[];
}
interface ChunkDescription {
    num_values: bigint;
    total_compressed_size: bigint;
    data_page_offset: bigint;
    dictionary_page_offset?: bigint;
}
/** Reads over the footer, so that no list in it is longer than its bytes and no struct too deep. */
export declare function checkFooter(bytes: Uint8Array): void;
/** Holds rows, values and inflated bytes, also those that the header of each page declares, to our limits. */
export declare function checkPages(bytes: Uint8Array, { row_groups: groups }: Described, limits: Limits): void;
export {};
