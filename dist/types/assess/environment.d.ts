import type { Environment } from '../evidence/evidence.js';
/** The file that records the environment best; images by tag only where there is nothing else. */
export declare function bestEnvironment(environments: readonly Environment[]): Environment | undefined;
/** A lockfile without any package but with an exact interpreter: nothing more is needed, so nothing is missing. */
export declare const isLanguageAlone: ({ total, interpreter }: Environment) => boolean;
/** The record that holds for a program: the best of those in its folder and the folders above, else the best there is. */
export declare function environmentOf(environments: readonly Environment[], { path, language }: {
    path: string;
    language: string;
}): Environment | undefined;
