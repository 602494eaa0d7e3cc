import type { TreeEntry } from '../tree/tree.js';
import type { RecordedLink, Refusal } from './collection.js';
/** Follows symbolic links by their text, never by the disk. */
export interface LinkResolver {
    resolve(link: TreeEntry): {
        target: string;
    } | {
        problem: string;
    };
}
/** Resolves links among the entries of one tree; folders count as present when something lies below them. */
export declare function linkResolver(entries: readonly TreeEntry[]): LinkResolver;
/** Records links that stay inside the tree and refuses the others. */
export declare function sortLinks(links: readonly TreeEntry[], resolver: LinkResolver): {
    links: RecordedLink[];
    refused: Refusal[];
};
