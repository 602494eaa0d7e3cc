import type { BagFacts } from '../facts.js';
import { type Entity } from './entity.js';
/** What differs between the versions of RO-Crate that a bag can have. */
export interface CrateVersion {
    context: unknown;
    /** What the descriptor conforms to. */
    specification: string;
    /** What the root conforms to besides, as an entity. */
    profile?: Entity;
    /** An action must name what it was done with. */
    needsInstrument: boolean;
    /** Type of the page that documents a format. */
    formatPage: 'WebPage' | 'WebSite';
}
export declare const crateVersion: ({ rocrate }: Pick<BagFacts, 'rocrate'>) => CrateVersion;
/** `conformsTo` of the root, where it claims a profile. */
export declare const claims: ({ profile }: CrateVersion) => object;
