import { type Format } from './format.js';
/** JLD2: HDF5 behind a line of text. Arrays lie with their dimensions reversed; loading makes objects of any Julia type. */
export declare const jld2: Format;
