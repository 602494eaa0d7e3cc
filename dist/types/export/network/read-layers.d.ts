import type { Layer, Parallel } from './layer.js';
import type { Operation, Shape } from './network.js';
export declare function readLayer(layer: Layer, shapes: readonly Shape[]): (Operation | Parallel)[];
