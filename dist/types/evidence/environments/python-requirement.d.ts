import { type Declaration } from './declaration.js';
/** A dependency specifier (PEP 508) as pip, setuptools, conda's pip section and pyproject write it; `undefined` where it is none. */
export declare function parsePythonRequirement(text: string, line: number): Declaration | undefined;
/** What a version specifier (PEP 440) fixes. */
export declare function pinOfSpecifier(specifier: string): Pick<Declaration, 'pin' | 'version' | 'wish' | 'hashed' | 'why'>;
/** What a direct reference fixes: a commit, a digest, or whatever lies there on the day. */
export declare function pinOfUrl(reference: string): Pick<Declaration, 'pin' | 'version' | 'wish' | 'hashed' | 'why'>;
