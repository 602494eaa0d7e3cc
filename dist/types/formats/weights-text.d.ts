import { type Format } from './format.js';
/** The layouts that `export` writes for small models; both are documented in docs/exports.md. */
export declare const WEIGHTS_SCHEMA = "modelbag/weights/1";
export declare const WEIGHTS_HEADER = "tensor,dtype,shape,index,value";
/** Tensors of a small model as JSON: `{ "schema": …, "tensors": [{ name, dtype, shape, values }] }`, values as nested lists. */
export declare const weightsJson: Format;
/** The same as a table, one row an element. */
export declare const weightsCsv: Format;
