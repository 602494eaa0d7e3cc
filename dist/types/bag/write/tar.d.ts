import type { BagForm } from './form.js';
/** An uncompressed tar (POSIX ustar, pax for long names and sizes), written by archiver in the order of the zip. */
export declare const tarForm: BagForm;
