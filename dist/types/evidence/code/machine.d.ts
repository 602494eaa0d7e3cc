import type { Expression, ExpressionOf, Place, Statement } from '../languages/program.js';
import type { Event, FunctionValue, Module, Scope, Value } from './value.js';
/** Arguments of one call, evaluated. */
export interface Arguments {
    positional: Value[];
    named: Map<string, Value>;
    /** More may follow: `*args` and `**kwargs` of unknown content. */
    spread: boolean;
}
/** How a block of statements ended. */
export type Completion = {
    how: 'end';
} | {
    how: 'left';
} | {
    how: 'return';
    value: Value;
};
/** What the walk through a program needs of the repository around it. */
export interface Surroundings {
    /** The file that `module` with `level` leading dots means in a file; undefined where it is not in the repository. */
    resolve(from: Module, module: string, level: number): Module | undefined;
    /** Parsed content of a YAML, JSON or TOML file, seen from a file; keys carry their place. */
    configuration(from: Module, path: string): Value | undefined;
    /** What the command lines in the repository (pipelines, scripts) pass to a file: `sys.argv[1:]`. */
    commandLine(module: Module): string[] | undefined;
    /** Arguments of the run that was recorded: what its options really were. */
    recordedLine(module: Module): string[] | undefined;
}
/** State of one walk: everything that has happened so far. */
export interface Walk {
    events: Event[];
    dormant: number;
    /** Branches around it of which we do not know whether they are taken. */
    conditions: readonly object[];
    loops: number;
    reached: boolean;
    /** Work left, in statements and expressions. */
    steps: number;
    /** Expressions and blocks inside each other that are being visited. */
    depth: number;
    /** Functions entered, by definition: how often in all, and whether now. */
    entered: Map<object, {
        times: number;
        active: number;
    }>;
    modules: Map<string, Scope>;
    /** Options declared for the whole program (`absl.flags`). */
    flags: Map<string, Value>;
    /** Calls of functions of the repository that are under way, outermost first. */
    calls: (Place & {
        module: Module;
    })[];
    /** The file that runs as a program. */
    main: Module;
}
/**
 * Walks through programs in the order in which an unmodified run would, with what is known of the values.
 * Its parts (expressions, statements, calls, known functions) call each other through this.
 */
export interface Machine {
    readonly walk: Walk;
    readonly surroundings: Surroundings;
    evaluate(expression: Expression, scope: Scope): Value;
    execute(statements: Statement[], scope: Scope): Completion;
    assign(target: Expression, value: Value, scope: Scope): void;
    call(callee: Value, given: Arguments, site: ExpressionOf<'call'>, scope: Scope): Value;
    member(object: Value, name: string, scope: Scope): Value;
    /** Runs a file of the repository as an import, once. */
    load(module: Module): Scope;
    emit(event: Event): void;
    /** Told of each function when its definition runs. */
    define(value: FunctionValue): void;
}
/** Place without the rest of a node. */
export declare const placeOf: ({ line, cell }: Place) => Place;
