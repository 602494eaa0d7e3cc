import type { BagFacts } from '../facts.js';
import type { Entity } from './entity.js';
/** Identifier of the program that writes the bag: its page, where it has one. */
export declare const softwareId: ({ software: { name, url } }: BagFacts) => string;
export declare const softwareEntity: (facts: BagFacts) => Entity;
