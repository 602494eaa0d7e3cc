import type { DataSource } from './evidence.js';
/** Citations that the configuration adds: an address, a DOI, or `hf:ID@revision`, `zenodo:`, `openml:`, `kaggle:`. */
export declare function declaredSources(citations: readonly string[], path: string): DataSource[];
