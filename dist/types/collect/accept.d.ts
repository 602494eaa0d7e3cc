import type { TreeEntry } from '../tree/tree.js';
import type { Examined } from './examine.js';
import { type Gathering } from './gathering.js';
/** Takes a file in, or refuses it for what its content is. */
export declare function accept(gathering: Gathering, entry: TreeEntry, examined: Examined): Promise<void>;
