/**
 * One shape for source code of every language: what evidence needs to know about names, values, calls and
 * their order, and nothing else. Readers of languages make it; `../code` walks it.
 */
export type Language = 'python' | 'r' | 'julia' | 'shell';
/** Where something stands: 1-based line of the raw file; 0-based cell of a notebook. */
export interface Place {
    line: number;
    cell?: number;
}
interface Node extends Place {
    /** The source text, for reports and for values that stay expressions. */
    text: string;
}
export type Expression = Node & ({
    kind: 'literal';
    value: number | string | boolean | null;
}
/** A text with holes: f-string, `glue`, Julia's `"$x"`. */
 | {
    kind: 'template';
    parts: (string | Expression)[];
} | {
    kind: 'name';
    name: string;
}
/** `a.b`; `a$b` and `a@b` in R, where `pkg::f` is a name. */
 | {
    kind: 'member';
    object: Expression;
    name: string;
} | {
    kind: 'index';
    object: Expression;
    key: Expression;
} | {
    kind: 'call';
    callee: Expression;
    arguments: Argument[];
} | {
    kind: 'binary';
    operator: string;
    left: Expression;
    right: Expression;
} | {
    kind: 'unary';
    operator: string;
    operand: Expression;
} | {
    kind: 'list';
    items: Expression[];
} | {
    kind: 'dict';
    entries: {
        key: Expression | null;
        value: Expression;
    }[];
} | {
    kind: 'choice';
    test: Expression;
    consequence: Expression;
    alternative: Expression;
} | {
    kind: 'closure';
    parameters: Parameter[];
    body: Statement[];
}
/** `x for target in over`. */
 | {
    kind: 'each';
    target: Expression;
    over: Expression;
    body: Expression[];
}
/** An assignment that is itself a value: `(n := f())`, `x <- y` inside a call. */
 | {
    kind: 'binding';
    target: Expression;
    value: Expression;
}
/** Statements where a value is expected: a braced R expression. */
 | {
    kind: 'block';
    body: Statement[];
} | {
    kind: 'other';
    children: Expression[];
});
export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, {
    kind: K;
}>;
export interface Argument {
    name?: string;
    value: Expression;
    /** `*x`, `**x`, `...`: stands for an unknown number of arguments. */
    spread?: boolean;
}
export interface Parameter extends Place {
    name: string;
    default?: Expression;
    annotation?: Expression;
    /** Takes the rest: `*args`, `**kwargs`, `...`. */
    rest?: boolean;
}
export type Statement = Node & ({
    kind: 'import';
    module: string;
    /** Number of leading dots of a relative import. */
    level: number;
    alias?: string;
    /** Of `from m import a as b`; `*` for all. Absent: the module itself is bound. */
    names?: {
        name: string;
        alias: string;
    }[];
} | {
    kind: 'assign';
    targets: Expression[];
    value?: Expression;
    annotation?: Expression;
    operator?: string;
} | {
    kind: 'expression';
    value: Expression;
} | {
    kind: 'function';
    name: string;
    parameters: Parameter[];
    body: Statement[];
    decorators: Expression[];
} | {
    kind: 'class';
    name: string;
    bases: Argument[];
    body: Statement[];
    decorators: Expression[];
} | {
    kind: 'if';
    test: Expression;
    consequence: Statement[];
    alternative: Statement[];
} | {
    kind: 'loop';
    target?: Expression;
    over?: Expression;
    test?: Expression;
    body: Statement[];
} | {
    kind: 'with';
    items: {
        value: Expression;
        target?: Expression;
    }[];
    body: Statement[];
} | {
    kind: 'try';
    body: Statement[];
    handlers: Statement[][];
    after: Statement[];
} | {
    kind: 'return';
    value?: Expression;
}
/** `raise`, `sys.exit`, `stop()`, `break`: what follows in the block does not run. */
 | {
    kind: 'leave';
    how: 'raise' | 'break';
    value?: Expression;
});
export type StatementOf<K extends Statement['kind']> = Extract<Statement, {
    kind: K;
}>;
/** One command of a shell script or of a shell cell: words with their quotes removed, variables left as `$x`. */
export interface Command extends Place {
    words: string[];
}
export interface Program {
    path: string;
    language: Language;
    /** The whole file is a notebook or a literate document, whose parts run in order. */
    form: 'script' | 'notebook' | 'document';
    statements: Statement[];
    /** Commands of shell scripts, of `!command` lines and of `%%bash` cells. */
    commands: Command[];
    /** `params:` of a literate document, or what else its front matter sets: text to be read as YAML. */
    frontMatter?: {
        text: string;
        line: number;
    };
    /** Lines whose syntax could not be read. */
    broken: Place[];
}
/** What a parser makes of a text. */
export type Parsed = Pick<Program, 'statements' | 'broken'>;
/** A piece of one language inside a file, and where its rows lie in the raw file. */
export interface Fragment {
    language: Language;
    text: string;
    cell?: number;
    /** Raw line of the 0-based row. */
    lineOf(row: number): number;
}
export {};
