import type { ByteSource } from '../bytes/source.js';
import { type Contents, type Format } from './format.js';
export declare const coremlModel: Format;
/** Model: 1 specificationVersion, 2 description, then one of the kinds. Weights are not read. */
export declare function inspectSpecification(input: ByteSource): Promise<Contents>;
