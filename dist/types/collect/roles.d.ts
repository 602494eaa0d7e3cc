import type { Role } from './collection.js';
/** A role and what decided it. */
export interface Decision {
    role: Role;
    why: string;
}
/**
 * The role of a file that is no model, by its content where that speaks (`head` is its beginning, of a text), else by its
 * name, its folder and its extension.
 */
export declare function roleOf(path: string, head: string | undefined, size: number): Decision;
/** True where files of this name are nearly always models. */
export declare const isModelName: (path: string) => boolean;
/** True where files of this name are models or data. */
export declare const isModelOrDataName: (path: string) => boolean;
export declare const isInDataFolder: (path: string) => boolean;
export declare const isInTestFolder: (path: string) => boolean;
