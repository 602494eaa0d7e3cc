import type { Graph } from '../../formats/structure/structure.js';
import type { Network } from './network.js';
/** What a network of Keras layers computes when it predicts. Throws NotExportable for what nobody here knows. */
export declare function readNetwork(graph: Graph): Network;
