import type { ExportDocument } from '../export/export-model.js';
import type { Proof } from '../export/proof.js';
import type { Look } from './terminal.js';
/** What was exported and how it was proven; what is not possible, why, and what to do instead. */
export declare function renderExportTerminal({ model, exports, notPossible }: ExportDocument, folder: string, look: Look): string;
/** How equality is known, in one sentence. */
export declare function proofSentence({ method, verdict, compared, elements, worst, inputs }: Proof): string;
