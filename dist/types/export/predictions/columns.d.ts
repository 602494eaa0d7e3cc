import type { Expression, Field } from '../../formats/structure/statistical-model.js';
import type { InputColumn, Row } from './rows.js';
/** Columns of the data that fields and expressions need, each once. */
export declare function columnsOf(fields: readonly Field[], expressions?: readonly Expression[], around?: (field: number) => readonly number[]): InputColumn[];
/** The value of a field for a row: a number, or the number of its level; null where there is none. */
export declare function fieldValue({ name, levels, expression }: Field, row: Row): number | null;
