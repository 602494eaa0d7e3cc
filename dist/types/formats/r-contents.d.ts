import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Contents, type Tensor } from './format.js';
/** Inspects a single object or a workspace. */
export declare function inspectR(source: ByteSource, limits: Limits): Promise<Contents>;
/** Values of every vector, in the order of `inspectR`. */
export declare function rTensors(source: ByteSource, limits: Limits): AsyncGenerator<Tensor>;
