import { type Format } from './format.js';
/** Named R objects, as `save` and `save.image` write them. */
export declare const rRdata: Format;
