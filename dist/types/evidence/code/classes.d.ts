import type { ClassValue, FunctionValue, Value } from './value.js';
/** Fields of a dataclass in order, those of its bases first, with defaults that remember their place. */
export declare function dataFields(owner: ClassValue, depth?: number): [string, Value][];
/** A method of an object's class or of its bases in the repository. */
export declare function methodOf(object: Value & {
    kind: 'instance';
}, name: string): FunctionValue | undefined;
/** A function as a method of an object, found in a class. Written out, since engines are slow to add to what they copied. */
export declare function boundTo(method: FunctionValue, self: Value | undefined, owner: ClassValue | undefined): FunctionValue;
export declare function findMember(owner: ClassValue, name: string, depth?: number): {
    value: Value;
    owner: ClassValue;
} | undefined;
/** Full name of the class outside of the repository that a class comes from: `torch.nn.Module`. */
export declare function externalBase(owner: ClassValue, depth?: number): string;
