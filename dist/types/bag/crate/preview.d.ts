import type { Entity } from './entity.js';
/** ro-crate-preview.html: the crate for people, without scripts, everything escaped; reads and prints on its own. */
export declare function previewText(graph: Iterable<Entity>): string;
