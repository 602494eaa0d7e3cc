import type { OpenByteSource } from '../bytes/source.js';
import type { SourceTree } from '../tree/tree.js';
import type { CollectedFile, Refusal } from './collection.js';
import { type Decision } from './roles.js';
import type { Selection } from './select.js';
import { SmallContents } from './small-contents.js';
/** A collection in the making. */
export interface Gathering {
    tree: SourceTree;
    selection: Selection;
    files: Map<string, CollectedFile>;
    /** Content of small files as it was when they were examined. */
    contents: SmallContents;
    /** Where content comes from that is not the tree's own. */
    openers: Map<string, () => Promise<OpenByteSource>>;
    /** Files that are models because the configuration declares each by itself. */
    declared: Set<string>;
    /** Paths whose content cannot be had. */
    unread: Set<string>;
    refused: Refusal[];
    notes: string[];
}
export declare const newGathering: (tree: SourceTree, selection: Selection) => Gathering;
/** Content of a file: from where it was found, else from the tree. */
export declare function openGathered(gathering: Gathering, path: string): Promise<OpenByteSource>;
/** What a file is, models aside: what the configuration says, then content (`head` is the beginning of a text) and names. */
export declare function decide({ selection }: Gathering, path: string, size: number, head?: string): Decision;
/** Adds a file that was found elsewhere; it takes the place of what the tree has at this path. */
export declare function addFound(gathering: Gathering, path: string, found: {
    size: number;
    from: NonNullable<CollectedFile['from']>;
    open: () => Promise<OpenByteSource>;
}): void;
