import type { Statement } from '../languages/program.js';
import type { Module } from './value.js';
/** Finds the files of the repository that imports mean. */
export interface Resolver {
    resolve(from: Module, module: string, level: number): Module | undefined;
}
export declare const inFolder: (folder: string, path: string) => string;
/** Resolves `.` and `..`; undefined where the path leaves the repository. */
export declare function normalizePath(path: string): string | undefined;
/** The folder of a file and all folders above it. */
export declare function foldersAbove(path: string): string[];
/**
 * Imports as Python would find them when the file or one of the folders above it is where the program starts;
 * `src/` and `lib/` are looked into too, since packages are installed from there. R's `source()` and Julia's `include()` likewise.
 */
export declare function resolver(modules: readonly Module[]): Resolver;
/** Files that each file imports, anywhere in it. */
export declare function importsOf(module: Module, resolve: Resolver['resolve']): Module[];
/** Definitions of functions, anywhere in a block: those with a name, and those that a class has by assignment. */
export declare function functionsOf(statements: readonly Statement[], isClass?: boolean): object[];
/** The blocks of statements inside a statement. */
export declare function blocksOf(statement: Statement): Statement[][];
