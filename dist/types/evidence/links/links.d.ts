import type { Collection } from '../../collect/collection.js';
import type { Inspection } from '../../formats/inspection.js';
import type { Script } from '../evidence.js';
import type { Link } from './link.js';
/** Every witness in the repository but its code, strongest first. */
export declare function readLinks(collection: Collection): Promise<Link[]>;
/** A link that holds: the file is a model that is here, and not other bytes than the witness saw. */
export interface Proven {
    link: Link;
    model: string;
    /** The bytes are those that the witness saw. */
    isDigestEqual: boolean;
}
/** Links to the models that are here. Those whose digest differs are no evidence of this file any more. */
export declare function provenLinks(links: readonly Link[], inspections: readonly Inspection[], collection: Collection): Promise<Proven[]>;
/** Scripts with what other witnesses say they write; a script's strongest witness of a model stands first. */
export declare function withLinks(scripts: readonly Script[], proven: readonly Proven[]): Script[];
