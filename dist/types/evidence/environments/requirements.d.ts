import { type Declared, type EnvironmentFormat } from './declaration.js';
/** pip's own list of requirements, also as pip-compile, uv and `pip freeze` write it. */
export declare const requirements: EnvironmentFormat;
/** Written by `conda list --explicit` or `--export`, often under pip's file name. */
export declare const isCondaList: (text: string) => boolean;
/** Classes every line of a requirements file; includes and constraints are files of their own. */
export declare function parseRequirements(text: string): Declared;
