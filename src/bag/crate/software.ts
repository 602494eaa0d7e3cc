import type { BagFacts } from '../facts.js';
import type { Entity } from './entity.js';

/** Identifier of the program that writes the bag: its page, where it has one. */
export const softwareId = ({ software: { name, url } }: BagFacts): string =>
  url ?? `https://www.npmjs.com/package/${name}`;

export const softwareEntity = (facts: BagFacts): Entity => ({
  '@id': softwareId(facts),
  '@type': 'SoftwareApplication',
  name: facts.software.name,
  version: facts.software.version,
  url: softwareId(facts),
});
