import type { DiffDocument } from './comparison.js';
/** One sentence that says how two models compare. */
export declare function summarize({ verdict, tensors, unread }: Omit<DiffDocument, 'summary'>): string;
