import { type Format } from './format.js';
/** A Zarr group or array of version 2 or 3, entered through the document at its top. */
export declare const zarr: Format;
