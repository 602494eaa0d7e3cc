import { type PickleDict, type PickleObject, type PickleValue } from '../containers/pickle.js';
/** Key of a dict as a segment of a dotted path: text as it is, everything else as Python prints it. */
export declare function keyName(key: PickleValue): string;
export declare const joinName: (path: string, key: string | number) => string;
/** Integers and floats as Python spells them: `1e-05`, `inf`. */
export declare function pythonNumber(value: number | bigint, isFloat?: boolean): string;
/** Entries of a dict or of a subclass of dict, each key once with its last value; null for everything else. */
export declare function entriesOf(value: PickleValue): [PickleValue, PickleValue][] | null;
/** Attributes of an instance: the dict of its state, or of (dict, slots). Null where the state is something else. */
export declare function attributesOf(object: PickleObject): PickleDict | null;
/** Attribute of an instance by name. */
export declare const attributeOf: (object: PickleObject, name: string) => PickleValue | undefined;
