import type { Limits } from '../bytes/limits.js';
import type { Fact } from './format.js';
import { type Hdf5Contents } from './hdf5-contents.js';
/** Puts the arrays that structs lead to in the place of the structs, under the path of fields and of places from 0. */
export declare function expandStructs(contents: Hdf5Contents, facts: Fact[], limits: Limits): Promise<void>;
