import type { Assessment } from '../../assess/assessment.js';
import type { Inspection } from '../../formats/inspection.js';
import type { View } from '../view.js';
import type { Toned } from '../words.js';
import type { ProvenCopy } from './proven-copy.js';
/** What the parts of the page are made of. */
export interface Page {
    assessment: Assessment;
    view: View;
    /** Path of a model → what was read in it; empty where only the assessment is at hand. */
    inspections: ReadonlyMap<string, Inspection>;
    /** Open copies that were made for the archive. */
    copies: readonly ProvenCopy[];
}
/** One part of the page, in the order of the list in `../html.ts`; an empty text leaves it out. */
export interface Section {
    id: string;
    title: string;
    render(page: Page): string;
}
export declare const code: (text: string) => string;
export declare const toned: ({ text, tone }: Toned) => string;
export declare const paragraph: (message: string, kind?: string) => string;
/** Cells are escaped by whoever made them. `right`: first column of those that hold numbers. */
export declare function table(titles: readonly string[], rows: readonly (readonly string[])[], right?: number): string;
/** Something that may stay closed on a screen; on paper it is open. */
export declare const folded: (title: string, body: string) => string;
/** A number in a drawing: one digit after the point is less than a pixel. */
export declare const px: (value: number) => string;
/** A drawing with what a screen reader says instead of it. `name` is unique in the page. */
export declare const drawing: (name: string, title: string, description: string, attributes: string, body: string) => string;
