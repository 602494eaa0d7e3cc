import { type EnvironmentFormat } from './declaration.js';
/** Lock of a Nix flake: every input by commit and content digest, down to the C library. */
export declare const flakeLock: EnvironmentFormat;
/** Expressions of Nix: `<nixpkgs>` is whatever the machine has, a tarball with its digest is fixed. */
export declare const nixExpression: EnvironmentFormat;
/** Channels of Guix, and manifests that take packages from them. */
export declare const guixChannels: EnvironmentFormat;
export declare const guixManifest: EnvironmentFormat;
