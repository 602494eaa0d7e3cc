/** Digests by path, in hexadecimal in lower case. */
export interface PathDigests extends Iterable<[string, string]> {
    get(path: string): string | undefined;
    has(path: string): boolean;
    keys(): Iterable<string>;
}
/** Digests of one algorithm. They are kept as bytes, in one buffer, since a bag may list hundreds of thousands. */
export declare class ListedDigests implements PathDigests {
    #private;
    readonly digits: number;
    /** `digits` of each digest. */
    constructor(digits: number);
    set(path: string, digest: string): void;
    get(path: string): string | undefined;
    has(path: string): boolean;
    keys(): Iterable<string>;
    [Symbol.iterator](): Generator<[string, string]>;
}
