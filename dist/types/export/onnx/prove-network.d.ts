import type { ModelPlace } from '../../reproduce/compare.js';
import type { Network } from '../network/network.js';
import type { ProofResult } from '../proof.js';
/** Compares what the layers give with what the written graph gives, read back, both in double floats. */
export declare function proveNetwork(network: Network, written: ModelPlace): Promise<ProofResult>;
