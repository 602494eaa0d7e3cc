import type { BagForm } from './form.js';
/**
 * A stored zip. Every offset is known beforehand, so that small members are gathered into large writes while large ones are
 * written beside them, several at a time, each with its local header last, when its CRC is known.
 */
export declare const zipForm: BagForm;
