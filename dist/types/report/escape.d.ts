/** One line for a terminal or a log: nothing that moves the cursor, reverses the text or starts a workflow command. */
export declare const lineOf: (text: string) => string;
/** A message as plain and quoted pieces: what stands in backticks is a name or code. */
export declare function spans(message: string): {
    text: string;
    code: boolean;
}[];
/** Text inside HTML, attribute values in double quotes included. */
export declare const html: (text: string) => string;
/** Markdown that shows exactly `text`: no markup, no link, no mention, no reference to issues or commits. */
export declare const markdownText: (text: string) => string;
/** A code span, also inside a table: nothing in it is interpreted. */
export declare function markdownCode(text: string): string;
/** A name out of a file where there is room for many: long ones lose their middle, so that they push nothing else out. */
export declare const markdownName: (name: string) => string;
/** A message of ours in Markdown: its quoted names as code, its links alive. */
export declare const markdownMessage: (message: string) => string;
/** The same in HTML. */
export declare const htmlMessage: (message: string) => string;
/** One cell of CSV (RFC 4180) that no spreadsheet takes for a formula. */
export declare function csvCell(text: string): string;
/** Data of a GitHub workflow command. */
export declare const commandData: (text: string) => string;
/** Value of a property of a GitHub workflow command. */
export declare const commandProperty: (text: string) => string;
