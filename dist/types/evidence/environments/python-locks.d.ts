import { type EnvironmentFormat } from './declaration.js';
/** Lock of uv: universal, every distribution with its digest. */
export declare const uvLock: EnvironmentFormat;
/** The standard lock (PEP 751). */
export declare const pylock: EnvironmentFormat;
export declare const poetryLock: EnvironmentFormat;
export declare const pdmLock: EnvironmentFormat;
/** A version of Python that a constraint fixes: `==3.11.*`, `~=3.11.4` (any 3.11), `3.12`; ranges over minors fix none. */
export declare function exactPython(constraint: unknown): string | undefined;
