import type { OpenByteSource } from '../bytes/source.js';
import type { Config } from '../config.js';
import type { SourceTree } from '../tree/tree.js';
import type { CollectedFile, Refusal } from './collection.js';
import { type DvcOutput } from './dvc.js';
import { type Hosts } from './remote-plan.js';
export interface RemoteOptions {
    /** Addresses in the place of services. */
    hosts?: Partial<Hosts>;
    /** Where downloads outlive the run; without it they live as long as the tree. */
    cacheFolder?: string;
    /** Called as bytes arrive. */
    advance?: (bytes: number, label: string) => void;
}
/** A file that was declared to live elsewhere, at hand now. */
export interface FetchedFile {
    path: string;
    size: number;
    from: NonNullable<CollectedFile['from']>;
    /** It is the declared model, not one of several files around it. */
    isModel: boolean;
    open(): Promise<OpenByteSource>;
}
export interface Fetched {
    files: FetchedFile[];
    refused: Refusal[];
    notes: string[];
}
/** Gets every declared model that lies outside of the tree. What cannot be had is refused with its reason; nothing throws. */
export declare function fetchDeclared(tree: SourceTree, config: Config, dvc: {
    outputs: readonly DvcOutput[];
    config?: string;
}, options: RemoteOptions): Promise<Fetched>;
