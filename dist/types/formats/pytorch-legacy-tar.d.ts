import { type Format } from './format.js';
/** torch up to 0.1.9: a tar of four members. `torch.load` of today still reads it, and never by its safe way (CVE-2025-32434). */
export declare const pytorchLegacyTar: Format;
