import type { Script } from '../../evidence/evidence.js';
import type { BagFacts } from '../facts.js';
import type { Entity } from './entity.js';
/** Identifier of the language of a script, as it was found, else by its extension. */
export declare function languageOf(path: string, found: Script['language'] | undefined): string | undefined;
/** Entities of the languages that `ids` names; the version as an environment file records it. */
export declare function languageEntities(facts: BagFacts, ids: ReadonlySet<string>): Entity[];
/** Tells the paths of environment files that a script is run with: those of its language beside and above it, else anywhere. */
export declare function environmentFiles({ assessment }: BagFacts): (id: string, script: string) => string[];
