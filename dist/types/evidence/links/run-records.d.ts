import { type LinkReader } from './link.js';
/** Outputs of a run that modelbag recorded. */
export declare const runRecordLinks: LinkReader;
