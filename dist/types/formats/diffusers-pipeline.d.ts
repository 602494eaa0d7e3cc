import { type Format } from './format.js';
/** A pipeline of the library diffusers: an index of components, each in a folder of its own with configuration and weights. */
export declare const diffusersPipeline: Format;
