/** By the key that a tool writes before it, or by its own form. */
export declare const PERSONAL_WORDS: readonly (readonly [pattern: RegExp, what: string])[];
export declare const BATCH_WORDS: typeof PERSONAL_WORDS;
/** What a single value names, where the key says nothing. */
export declare const personalIn: (value: string) => string[];
