import { type ByteSource } from '../bytes/source.js';
import { type Format, type FormatFacts, type Tensor } from './format.js';
export declare const NNEF_FACTS: FormatFacts;
export declare const nnefTensor: Format;
/** The tensor that a file is, under a name. Throws `truncated`, `invalid-structure`, `unsupported`. */
export declare function readNnefTensor(name: string, source: ByteSource): Promise<Tensor>;
