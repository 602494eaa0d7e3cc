import type { ModelChange, TensorChange, WeightChanges } from '../assess/assessment.js';
/** `2 of 3 tensors with other values, 1 added`. */
export declare function weightsSentence({ same, changes, more, unread }: WeightChanges): string;
/** The columns of a changed tensor, as plain text. */
export declare function tensorRow(change: TensorChange): {
    name: string;
    what: string;
    kind: string;
    differing: string;
    largest: string;
};
/** The tensors of the changed models, in one fold. Names stand in its Markdown alone: its title is HTML. */
export declare function renderTensors(models: readonly ModelChange[]): string[];
