import type { ClassValue, FunctionValue, Value } from './value.js';
/** Fields of a dataclass in order, those of its bases first, with defaults that remember their place. */
export declare function dataFields(owner: ClassValue, depth?: number): [string, Value][];
/** A method of an object's class or of its bases in the repository. */
export declare function methodOf(object: Value & {
    kind: 'instance';
}, name: string): FunctionValue | undefined;
export declare function findMember(owner: ClassValue, name: string, depth?: number): {
    value: Value;
    owner: ClassValue;
} | undefined;
/** Full name of the class outside of the repository that a class comes from: `torch.nn.Module`. */
export declare function externalBase(owner: ClassValue, depth?: number): string;
