import { type EnvironmentFormat } from './declaration.js';
/** Lock of a Nix flake: every input by commit and content digest, down to the C library. */
export declare const flakeLock: EnvironmentFormat;
/** Sources that npins and niv keep: each by its revision and the digest of its content. */
export declare const nixSources: EnvironmentFormat;
/** Expressions of Nix: `<nixpkgs>` is whatever the machine has, a tarball with its digest is fixed. */
export declare const nixExpression: EnvironmentFormat;
