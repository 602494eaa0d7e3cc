import type { Collection } from '../../collect/collection.js';
import type { Evidence } from '../evidence.js';
/** What configuration, metrics and run records say; the parts of Evidence that do not come from code. */
export type Settings = Pick<Evidence, 'seeds' | 'determinism' | 'hyperparameters' | 'metrics' | 'hardware' | 'dataSources' | 'baseModels' | 'cost' | 'unread'>;
export declare const emptySettings: () => Settings;
/** One kind of file that holds settings. */
export interface SettingsReader {
    id: string;
    title: string;
    recognize(path: string): boolean;
    /** The content is not opened: that the file is there is all that is told. */
    isUnread?: true;
    /** Largest file worth reading, in bytes; larger ones are something else under the same name. */
    maxBytes: number;
    /** Adds what the text says; `collection` only to ask which files there are. */
    read(text: string, path: string, into: Settings, collection: Collection): void | Promise<void>;
}
