import type { Config } from '../config.js';
import type { SourceTree } from '../tree/tree.js';
import type { Collection } from './collection.js';
import type { RemoteOptions } from './remote.js';
export interface CollectOptions extends Pick<RemoteOptions, 'hosts' | 'cacheFolder'> {
    progress?: {
        stage(name: string, total?: number, unit?: 'files' | 'bytes'): void;
        advance(by: number, label?: string): void;
    };
}
/**
 * Finds out which files of a tree matter and as what. Reads beginnings of files only, models where their name does not tell
 * what they are; opens the network only for models that the configuration declares to be elsewhere.
 */
export declare function collect(tree: SourceTree, config: Config, options?: CollectOptions): Promise<Collection>;
