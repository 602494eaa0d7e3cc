import type { Assessment } from '../assess/assessment.js';
import { type FindingGroup } from './view.js';
import type { Toned } from './words.js';
export interface MarkdownOptions {
    /** Most characters; GitHub takes 65,536 in a comment. Whole sections are left out, never cut. */
    limit?: number;
}
/** One sign for each tone, everywhere on GitHub. */
export declare const MARK: Readonly<Record<Toned['tone'], string>>;
/** The report for GitHub and for `report.md` in the bag: the same order as on a terminal. */
export declare function renderMarkdown(assessment: Assessment, options?: MarkdownOptions): string;
/** One rule: what it says, where, and what to do. */
export declare function group({ rule, title, severity, advice, items }: FindingGroup): string;
/** A word with the sign of its tone. */
export declare const marked: ({ text, tone }: Toned) => string;
/** A GFM table; cells are escaped by whoever made them. `right`: first column of those that hold numbers. */
export declare function table(titles: readonly string[], rows: readonly (readonly string[])[], right?: number): string;
