import type { Limits } from '../bytes/limits.js';
import type { ZipMember } from '../containers/zip.js';
import { type Contents, type ModelInput } from './format.js';
import type { MojoSettings } from './h2o-mojo-ini.js';
import type { Tensor } from './tensor.js';
/** One file on its way into contents; models within it share what is left. */
export interface MojoReading {
    model: ModelInput;
    members: ReadonlyMap<string, ZipMember>;
    contents: Contents;
    tensors: Tensor[];
    limits: Limits;
    /** What is left to be read, in bytes and columns of categories. */
    left: {
        bytes: number;
        domains: number;
    };
    /** Levels by the path of the file that lists them: columns share files. */
    levels: Map<string, string[] | undefined>;
}
export declare const beginMojo: (model: ModelInput, members: readonly ZipMember[], limits: Limits) => MojoReading;
/** Paths of what a model is read from, by the folder of the model. */
export declare function partsByFolder(names: Iterable<string>): Map<string, string[]>;
/** Bytes of a member; undefined where there is none. */
export declare function bytesOf(name: string, reading: MojoReading): Promise<Uint8Array | undefined>;
export declare function textOf(name: string, reading: MojoReading): Promise<string | undefined>;
/** Levels of columns of categories: they give the numbers in splits and coefficients their meaning. */
export declare function addMojoLevels(settings: MojoSettings, folder: string, prefix: string, reading: MojoReading): Promise<void>;
