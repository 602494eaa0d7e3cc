import type { Expression, ExpressionOf, Language, Parameter, Place, Program, Statement, StatementOf } from '../languages/program.js';
/** Where a value was first written, when it is used elsewhere. */
export interface Origin extends Place {
    /** `call`, `keyword`: written as an argument of a function of the repository. */
    how: 'constant' | 'cli-default' | 'function-default' | 'config' | 'environment' | 'call' | 'keyword';
    path: string;
    /** Name of the option, parameter, key or variable. */
    name: string;
}
/** What an expression is known to be, without running it. */
export type Value = 
/** `derived`: computed from other values that are all known. `float`: a whole number that prints with a point. */
{
    kind: 'constant';
    value: string | number | boolean | null;
    origin?: Origin;
    derived?: boolean;
    float?: boolean;
}
/** A text with holes (null), such as `checkpoints/epoch_*.pth`. */
 | {
    kind: 'text';
    parts: (string | null)[] /** With `${…}` as a configuration writes them. */;
    source?: string;
} | {
    kind: 'list';
    items: Value[];
}
/** Also an object with attributes: parsed arguments, a configuration. `open`: may hold more than is known. */
 | {
    kind: 'dict';
    entries: Map<string, Value>;
    open: boolean;
}
/** A thing outside of the repository by its full name: `torch.manual_seed`; of a method, with what it was asked of. */
 | {
    kind: 'external';
    path: string;
    receiver?: Value;
}
/** What a call of a thing outside gave back; its path is `torch.Generator()`. */
 | {
    kind: 'result';
    path: string;
    call: CallEvent;
} | FunctionValue | ClassValue | {
    kind: 'instance';
    class: ClassValue;
    fields: Map<string, Value>;
} | {
    kind: 'module';
    path: string;
    scope: Scope;
}
/** One of several, as a condition decides that we cannot. */
 | {
    kind: 'either';
    options: Value[];
}
/** From a clock, the system's entropy, or an unseeded draw. */
 | {
    kind: 'dynamic';
    source: string;
}
/** Not known; `base`: a known number that an unknown one was added to. */
 | {
    kind: 'unknown';
    base?: number;
};
export type ValueOf<K extends Value['kind']> = Extract<Value, {
    kind: K;
}>;
export interface FunctionValue {
    kind: 'function';
    name: string;
    parameters: Parameter[];
    body: Statement[];
    decorators: Expression[];
    /** Identity of the definition. */
    definition: object;
    scope: Scope;
    self?: Value;
    /** The class that a method was found in: where `super()` goes on. */
    owner?: ClassValue;
}
export interface ClassValue {
    kind: 'class';
    definition: StatementOf<'class'>;
    scope: Scope;
    bases: Value[];
    members: Map<string, Value>;
}
/** One source file of the repository as a place where names are bound. */
export interface Module {
    path: string;
    language: Language;
    program: Program;
    /** `params` of a literate document. */
    parameters?: Value;
}
/** Names and what they stand for; blocks see those of the function and the module around them. */
export interface Scope {
    names: Map<string, Value>;
    parent?: Scope;
    module: Module;
    /** Name of the function whose body this is. */
    function?: string;
    /** Inside a method: the object and the class it was found in. */
    self?: Value;
    owner?: ClassValue;
    /** Packages whose names were imported with `*`. */
    stars: string[];
}
interface Happening extends Place {
    module: Module;
    /** In a branch that an unmodified run does not take. */
    dormant: boolean;
    /** Branches around it of which we do not know whether they are taken. */
    conditions: readonly object[];
    /** Loops around it, those of callers included. */
    loops: number;
    /** Function around it; absent at the top of a file. */
    function?: string;
    /** Files of the functions through which it was reached. */
    through: readonly Module[];
    /** Where in the running program the call was made that led here; absent where it happens in that file itself. */
    via?: Place;
    /** Reached by running a file as a program, not only by looking into a function that nothing calls. */
    reached: boolean;
}
/** A call of something outside of the repository, with what is known of its arguments. */
export interface CallEvent extends Happening {
    kind: 'call';
    /** Full name: `torch.manual_seed`, `torch.Generator().manual_seed`, `?.fit` for a method of something unknown. */
    path: string;
    site: ExpressionOf<'call'>;
    positional: Value[];
    named: Map<string, Value>;
    receiver?: Value;
    /** Arguments of unknown number are passed on. */
    spread: boolean;
    scope: Scope;
}
/** A setting by assignment: `torch.backends.cudnn.deterministic = True`, `os.environ['X'] = '1'`. */
export interface FlagEvent extends Happening {
    kind: 'flag';
    path: string;
    value: Value;
    text: string;
}
export type Event = CallEvent | FlagEvent;
export {};
