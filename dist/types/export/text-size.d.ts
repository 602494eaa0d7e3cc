import { type Exportable } from './exportable.js';
import type { ExportOptions, NotPossible } from './exporter.js';
import type { LeftOut } from './proof.js';
/** Why a model is not written as text: nothing to write, or more than a person would read. Null where it is. */
export declare function tooLarge(form: string, kept: readonly Exportable[], leftOut: readonly LeftOut[], { mostTextParameters }: ExportOptions): NotPossible | null;
