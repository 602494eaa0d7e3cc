import { type Format } from './format.js';
/** A graph of operations as text; the tensor of every variable lies in a file named after its label. */
export declare const nnefGraph: Format;
