import type { Assessment } from '../assess/assessment.js';
/** What cannot all be true of the files: one clause each, without its first capital. */
export declare function contradictionsOf({ findings, evidence }: Assessment, paths: readonly string[]): string[];
