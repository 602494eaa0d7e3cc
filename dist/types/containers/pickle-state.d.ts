import { type PickleDict, type PickleObject, type PickleValue } from './pickle-value.js';
/**
 * Notes what an entry means where the dictionary is set as a state. Each is looked at when it is set, however often the
 * dictionary is given.
 */
export declare function noteEntry(dict: PickleDict, key: PickleValue, value: PickleValue): void;
/** What runs where items are added: methods of that name, which an instance may have out of its state. No writer adds any behind it. */
export declare function runByItems(target: PickleObject, how: 'append' | 'additem'): string | null;
/** The first attribute of a state that runs and is not what honest files hold; null where there is none. */
export declare function runByState(target: PickleValue, state: PickleValue): string | null;
