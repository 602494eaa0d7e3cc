import type { Layer, ReadLayer } from './layer.js';
import type { Operation } from './network.js';
/** Adds the activation of a layer behind its operations. */
type Activated = (layer: Layer, operations: Operation[]) => Operation[];
/** Layers of windows: convolutions and pools in one, two and three dimensions. */
export declare function addConvolutions(activated: Activated): Record<string, ReadLayer>;
export {};
