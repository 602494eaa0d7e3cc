import { type Callable } from './pickle-callables.js';
import { type PickleCallKind, type PickleGlobal, type PickleValue } from './pickle-value.js';
/** One callable and its first call. */
export interface PickleCall {
    name: string;
    how: PickleCallKind;
    args: PickleValue;
    offset: number;
    count: number;
    /** What is called was itself computed while loading, in one call at least: `methodcaller(…)(…)`. */
    computed?: true;
    /** One call at least is more than making an instance without its constructor. */
    constructs: boolean;
    /** It is only handed to other callables, which may call it. */
    handed: boolean;
}
/** Something set on a value that is not the plain container for it: BUILD, SETITEM, APPEND, ADDITEMS; or a state that runs. */
export interface PickleTouch {
    how: 'build' | 'setitem' | 'append' | 'additem' | 'run-state';
    /** Name of the callable that made the target, or of the target itself where it is a global; else what it is. */
    target: string;
    targetKind: 'object' | 'global' | 'value';
    /** Of a state that runs: the attribute that does. */
    attribute?: string;
    offset: number;
}
/** What was set on values, each kind of it on each name once. */
export declare class PickleTouches {
    #private;
    readonly all: PickleTouch[];
    add(how: PickleTouch['how'], target: PickleValue, offset: number, attribute?: string): void;
}
export declare const newCall: (name: string, how: PickleCallKind, args: PickleValue, offset: number) => PickleCall;
/** Adds a name that a call hands on to the calls by name: whoever is called may call it. */
export declare function noteHanded(calls: Map<string, PickleCall>, handed: PickleGlobal, constructs: boolean, at: number): void;
/** The text that a call is given to encode as Latin-1; null for other encodings. */
export declare function latin1Given(args: PickleValue): string | null;
/** Counts the arguments that are looked at. */
export declare class Arguments {
    #private;
    /** Throws FormatError where there are more than any writer has. */
    count(): void;
}
/** Tells of the names that a call hands on, whether in calling them more than an instance is made: whoever gets a callable may call it. */
export declare function eachHandedOn(to: Callable, args: PickleValue, keywords: PickleValue | undefined, looked: Arguments, tell: (name: PickleGlobal, constructs: boolean) => void): void;
/** What a partial will call, and with what, where its state is set: `(function, arguments, keywords, attributes)`. */
export declare function eachPrepared(target: PickleValue, state: PickleValue, looked: Arguments, tell: (name: PickleGlobal, constructs: boolean) => void): void;
/**
 * `partial(C.__new__, C, …)()`, in which protocols 2 and 3 write what NEWOBJ_EX does since: an instance with keywords. The
 * state of the partial says what it calls, whatever it was made with.
 */
export declare function preparedInstance(callee: PickleValue, args: PickleValue): [type: PickleGlobal, args: PickleValue, keywords: PickleValue] | null;
/** True where nobody can tell what a call does, since what matters is made while loading. */
export declare const isMadeWhileLoading: (to: Callable, args: PickleValue) => boolean;
