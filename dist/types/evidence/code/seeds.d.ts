import type { Seed, SeedLibrary } from '../evidence.js';
import type { Expression, Place } from '../languages/program.js';
import type { CallEvent, Origin, Value } from './value.js';
/** One place where a generator is given a seed, with what is known of it there. */
export interface Seeding extends Place {
    event: CallEvent;
    libraries: SeedLibrary[];
    how: 'call' | 'keyword';
    expression?: Expression;
    value?: Value;
    local: boolean;
    device: boolean;
    dynamic: boolean;
}
/** Does a call divide data into parts, or draw a part of them? */
export declare const isSplit: (path: string) => boolean;
/** The seedings of one call: its own meaning, else keywords such as `random_state=`. */
export declare function seedingsOf(event: CallEvent): Seeding[];
/** The dict of settings of a boosting library's training. */
export declare function parametersOf(event: CallEvent): Extract<Value, {
    kind: 'dict';
}> | undefined;
/** Origins that a caller, a command line or the environment may replace. */
export declare const BY_DEFAULT: ReadonlySet<Seed['how']>;
/** Is it uncertain whether a call happens, when the conditions given hold? */
export declare const isConditional: ({ conditions }: CallEvent, given: ReadonlySet<object>) => boolean;
/** How sure a seed is, for an unmodified run in which the conditions given hold: those under which training happens. */
export declare function gradeOf(seeding: Seeding, given?: ReadonlySet<object>): Seed['grade'];
/** Number where it is written or found, null where it is written so, else the expression. */
export declare function shownValue({ value, expression }: Seeding): Seed['value'];
/** Where the value was written, if that is another place than the call. */
export declare function originOf({ value, event }: Seeding): Origin | undefined;
