import type { ByteSource } from '../../bytes/source.js';
import type { Structure } from './structure.js';
/** The model that an R file holds: its object, or the only model of a workspace. */
export declare function rStructure(source: ByteSource): Promise<Structure | null>;
