import { type EnvironmentFormat } from './declaration.js';
/** Channels of Guix, and manifests that take packages from them. */
export declare const guixChannels: EnvironmentFormat;
/** Names of packages, as a manifest asks for them; which versions that means is decided by the channels. */
export declare const guixManifest: EnvironmentFormat;
