/** Names that nothing else has: the one that is wanted, or that with a number behind it. */
export declare class UniqueNames {
    #private;
    readonly separator: string;
    constructor(separator: string, taken?: Iterable<string>);
    unique(wanted: string): string;
}
