import { type Format } from './format.js';
/** BSON as Julia's BSON.jl writes it, Flux models among others. Arrays lie column-major; they are told in Julia's order of dimensions. */
export declare const bson: Format;
