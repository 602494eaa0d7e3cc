/**
 * Limits on what hostile files can make us do. Each is a number with its reason; reaching one is a
 * FormatError `resource-limit`, which makes an inspection `inconclusive`, never a pass.
 */
export interface Limits {
    /** Longest header of any kind that is parsed in memory. safetensors allows 100 MB by its own rules. */
    headerBytes: number;
    /** Operations of one pickle. The largest real checkpoints (10^5 tensors) need about 10^6. */
    pickleOperations: number;
    /** Nesting of structures inside one file: no framework writes more than some dozens. */
    depth: number;
    /** Members of one zip or tar. */
    members: number;
    /** Tensors listed per model. */
    tensors: number;
    /** Bytes that decompression may yield for one stream held in memory. */
    inflatedBytes: number;
    /** Inflated over compressed size; legitimate `.pt2` files reach 160. */
    inflationRatio: number;
    /** Archives inside archives. */
    nesting: number;
    /** Wall-clock milliseconds for one model. */
    milliseconds: number;
}
export declare const DEFAULT_LIMITS: Limits;
