/** Personal details out of a text of ours: mail addresses and user names in home paths. Originals are never altered. */
export declare const redact: (text: string) => string;
/** The same for every string inside plain JSON; keys stay. */
export declare function redactDeep<T>(value: T): T;
/** Home paths in a text, as they stand there. */
export declare const personalPaths: (text: string) => string[];
