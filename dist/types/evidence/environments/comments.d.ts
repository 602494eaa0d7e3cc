/** How a language of environments writes comments; its texts stand in `"…"`. */
interface Comments {
    /** Up to the end of the line. */
    line: string;
    block: readonly [open: string, close: string];
}
/** Comments as blanks, so that places and lines stay. What opens and never ends goes on to the end, and is walked once. */
export declare function withoutComments(text: string, { line, block: [open, close] }: Comments): string;
/** Where a text in quotes ends that began before `from`. */
export declare function endOfText(text: string, from: number): number;
export {};
