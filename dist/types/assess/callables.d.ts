import type { SafetyVerdict } from './assessment.js';
/** What a careful person may say of one qualified Python name (`module.name`) that loading imports. */
export declare const judgeGlobal: (text: string) => SafetyVerdict;
/** The package that defines a name, where the name is one of a well-known package, or a constant of one; null otherwise. */
export declare function packageOf(name: string): string | null;
/** What is said of one `callable` observation: by the lists of its language, else as a Python name. */
export declare function judgeCallable(code: string, name: string | undefined): SafetyVerdict;
/** Operators with a domain that no runtime brings along; operators without one are what the format itself defines. */
export declare const foreignOperators: (operators: readonly string[]) => string[];
