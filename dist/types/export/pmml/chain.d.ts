import type { InputColumn } from '../predictions/rows.js';
import { type Body } from './document.js';
import { type Element } from './element.js';
import { type Classes, type Table } from './regression-table.js';
/** Numbers that models compute one after the other, each under its name for those behind it. */
export interface Scores {
    /** Number of the models; of each score that of the last one which has a share in it. */
    models: readonly Element[];
    names: readonly string[];
    segments: readonly number[];
}
/** What the document takes, and names that are taken in it. */
interface Around {
    columns: readonly InputColumn[];
    known: ReadonlySet<string>;
}
export declare const segment: (model: Element, i: number) => Element;
/** A segment whose model is made while it is written. */
export declare const segmentLater: (model: () => Element, i: number) => Element;
/** A model that computes one number for those behind it. */
export declare const scoreModel: ({ columns, table, name, inverse, local, }: {
    columns: readonly {
        name: string;
    }[];
    table: Table;
    name: string;
    inverse?: 'identity' | 'exp';
    /** Fields that it derives for itself. */
    local?: readonly Element[];
}) => Element;
/** Several numbers, each of which the document answers. */
export declare function severalBody({ models, names, segments }: Scores, { columns, known }: Around): Body;
/** The label that decision values decide; with it the values, or the probabilities that are made of them. */
export declare function decidedBody(outcome: Classes, scores: Scores, { columns, known }: Around): Body;
export {};
