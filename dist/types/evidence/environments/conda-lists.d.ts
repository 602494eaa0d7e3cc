import { type Declaration, type Declared, type EnvironmentFormat } from './declaration.js';
/** Output of `conda list --explicit` (one URL a line) or `--export` (`name=version=build`), under many names. */
export declare const condaList: EnvironmentFormat;
/** `https://…/numpy-1.26.4-py311h64a7726_0.conda#<digest>`. */
export declare function packageUrl(url: string, line: number): Declaration;
/** A conda list is whole; its interpreter is one of its packages. */
export declare function withInterpreter(declarations: Declaration[], problems: Declared['problems']): Declared;
/** Lock of conda-lock: machine-written YAML, read line by line, because such files reach many megabytes. */
export declare const condaLock: EnvironmentFormat;
/** Lock of pixi, versions 4 to 6. */
export declare const pixiLock: EnvironmentFormat;
