import type { Assessment } from '../assess/assessment.js';
/** The report as one page that needs no network and no scripts, in light, dark and on paper. */
export declare function renderHtml(assessment: Assessment): string;
