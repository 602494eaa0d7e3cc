import type { ExportSource, NotPossible } from './exporter.js';
/**
 * Why the vectors of an R model are not written as tensors: most of them (residuals, fitted values, effects, votes, the
 * model frame) are rows of the data that it was fitted to or follow from them. Null for anything else.
 */
export declare function fittedInR({ contents }: Pick<ExportSource, 'contents'>): NotPossible | null;
