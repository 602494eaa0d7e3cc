import type { Config } from '../config.js';
import { type Gathering } from './gathering.js';
import { type RemoteOptions } from './remote.js';
/** Adds models that do not lie in the tree: those the configuration declares, and those that DVC has at hand. */
export declare function addElsewhere(gathering: Gathering, config: Config, options: RemoteOptions): Promise<void>;
