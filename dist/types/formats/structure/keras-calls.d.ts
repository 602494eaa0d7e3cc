import { type Json, type JsonObject } from '../../containers/json-document.js';
import type { Attribute } from './structure.js';
/** An output of a call: layer, number of the call, number of the output. */
export interface Reference {
    layer: string;
    number: number;
    output: number;
}
/** One call of a layer. */
export interface CallOf {
    layer: string;
    number: number;
    /** What it takes, in order. */
    takes: Reference[];
    /** Arguments where they are not only values that are taken as they are; `{ input: name }` stands for one. */
    positional: Attribute[];
    named: Record<string, Attribute>;
}
/** Name of a value: the layer's, with the call and the output where they are not the first. */
export declare const valueName: ({ layer, number, output }: Reference) => string;
/** Name of a call: the layer's, with its number where it is not the first. */
export declare const callName: ({ layer, number }: Omit<Reference, 'output'>) => string;
/** `[layer, call, output]`, however deep in lists and dicts, in order. */
export declare function referencesIn(value: Json | undefined): Reference[];
/** The calls of a layer in a functional model. Keras 3 writes arguments with tensors inside, Keras 1 and 2 lists of references. */
export declare function callsOf(layer: string, value: JsonObject): CallOf[];
