import type { Role } from '../../collect/collection.js';
import type { BagFacts } from '../facts.js';
import type { BagMember } from '../member.js';
import { type Entity, type Reference } from './entity.js';
export interface Files {
    /** What the root holds directly. */
    parts: Reference[];
    /** Models of several files. */
    collections: Reference[];
    /** Of folders. */
    folders: Entity[];
    /** Of files, one for each file of the payload. */
    files(): Iterable<Entity>;
    /** Of models of several files, and pages that describe formats. */
    others: Entity[];
    /** Identifiers of the languages that the code is written in. */
    languages: ReadonlySet<string>;
    /** Reference to a model by its path in the repository: its file, or the collection of its files. */
    modelReference(path: string): Reference | undefined;
    /** Reference to any packed file by its path in the repository. */
    fileReference(path: string): Reference | undefined;
    /** Reference to the folder of files that have a role. */
    folderReference(role: Role): Reference;
}
/** Entities of all payload files and their folders; `idOf` turns a path in the bag into an identifier. */
export declare function files(facts: BagFacts, payload: readonly BagMember[], idOf: (path: string) => string): Files;
