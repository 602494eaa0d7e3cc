import { type RObject, type RVector } from '../containers/r-serialization.js';
/** Values written out: constants of a call. Longer vectors are data that someone passed by value, and data are never told. */
export declare const MOST_VALUES = 12;
/** Text in lines, broken as R breaks them: where arguments end, once a line is long. */
export declare class Writer {
    #private;
    indent: number;
    put(text: string): void;
    get isFull(): boolean;
    newLine(): void;
    /** Breaks a line that is long; what follows of the same list is indented once more. */
    breakLong(state: {
        broken: boolean;
    }): void;
    text(): string;
}
export declare const quoteName: (name: string) => string;
/** A vector that someone passed by value: short ones as R writes them, others by their size alone. */
export declare function writeVector(writer: Writer, vector: Extract<RObject, {
    kind: RVector['kind'] | 'character';
}>): void;
