import type { Surroundings } from './machine.js';
import type { Event, Module } from './value.js';
/** What is left of the work that one repository is worth. */
export interface Budget {
    steps: number;
}
export declare const fullBudget: () => Budget;
/** What happened in a walk, in order. */
export interface Trace {
    main: Module;
    events: Event[];
    /** Functions whose bodies were entered. */
    entered: ReadonlySet<object>;
    /** Files that were run or imported. */
    modules: ReadonlySet<string>;
    /** The walk was ended by the limit on its length. */
    cut: boolean;
}
/** What an unmodified run of a file as a program does, as far as reading tells. */
export declare function walkProgram(main: Module, surroundings: Surroundings, budget: Budget): Trace;
/** Looks into the functions of a file that no program reaches, each with the defaults of its parameters. */
export declare function walkUnreached(module: Module, surroundings: Surroundings, entered: ReadonlySet<object>, loaded: boolean, budget: Budget): Trace;
