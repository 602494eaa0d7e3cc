import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type Format } from './format.js';
import { type Glimpse } from './glimpse.js';
/** The magic number of tables ends the file. */
export declare const endsAsTable: ({ tail }: Glimpse) => boolean;
export declare const tensorflowCheckpointV1: Format;
/** True for a table whose first entry, under the empty key, begins with the description of all tensors. A broken table is none. */
export declare function isCheckpointV1(source: ByteSource, limits: Limits): Promise<boolean>;
