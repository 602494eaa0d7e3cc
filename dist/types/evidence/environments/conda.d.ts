import { type Declaration, type EnvironmentFormat } from './declaration.js';
/** What conda is asked for, or `conda env export` wrote. */
export declare const condaEnvironment: EnvironmentFormat;
type CondaDeclaration = Declaration & {
    ecosystem: 'conda' | 'pypi';
    build?: boolean;
};
/**
 * A match specification: `name=1.2.3` is a prefix match, which three numbers make as good as exact; `=1.2` is not;
 * `name=version=build` names one file.
 */
export declare function condaSpec(spec: string, line: number): CondaDeclaration;
export {};
