import type { Assessment } from '../assess/assessment.js';
export interface MarkdownOptions {
    /** Most characters; GitHub takes 65,536 in a comment. Whole sections are left out, never cut. */
    limit?: number;
}
/** The report for GitHub and for `report.md` in the bag: the same order as on a terminal. */
export declare function renderMarkdown(assessment: Assessment, options?: MarkdownOptions): string;
