/** A secret in a file: what it is and where, never its value. */
export interface Secret {
    what: string;
    /** 1-based; absent where the whole file is one. */
    line?: number;
}
/** The secret that a file is by its name alone; null for ordinary names. */
export declare const secretFile: (path: string) => Secret | null;
/** First secret in a text, by well-known prefixes and structure; null where there is none. */
export declare function findSecret(path: string, text: string): Secret | null;
