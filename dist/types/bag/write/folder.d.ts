import type { BagForm } from './form.js';
/** A bag as a folder of files, as receivers want it that do not unpack. */
export declare const folderForm: BagForm;
