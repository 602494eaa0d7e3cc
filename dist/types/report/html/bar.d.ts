/** One part of a whole. `look` is a class of the style sheet. */
export interface Share {
    label: string;
    size: number;
    look: string;
}
/** Bytes as one bar, with a legend in words and numbers: nothing is said by color alone. */
export declare function bar(name: string, title: string, shares: readonly Share[]): string;
/** `97 %`; never 0 % of something and never 100 % of what is not all. */
export declare function percent(size: number, total: number): string;
