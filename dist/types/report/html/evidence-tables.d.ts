import type { Evidence } from '../../evidence/evidence.js';
/** Every piece of evidence with its place, folded: seeds, settings, data, environments, metrics. */
export declare function evidenceTables(evidence: Evidence): string;
