export type Severity = 'error' | 'warning' | 'note';
export type Confidence = 'high' | 'medium' | 'low';
export declare const SEVERITIES: readonly Severity[];
/** Where in the repository. `offset` in bytes, for binary files; `cell` 0-based, for notebooks. */
export interface Location {
    path: string;
    line?: number;
    cell?: number;
    offset?: number;
}
/** One thing a person should know, with what to do about it. The words follow SARIF. */
export interface Finding extends Location {
    /** Id of the rule, kebab-case; docs/rules/<rule>.md explains it. */
    rule: string;
    /** Class of what was noticed; equals the rule where nothing finer is known. */
    kind: string;
    severity: Severity;
    confidence: Confidence;
    message: string;
    advice: string;
    newAgainstBase?: boolean;
    /** A reviewed exception accepts it; `severity` is what it would have without. */
    accepted?: {
        reason: string;
        expires: string;
        severity: Severity;
    };
}
/** What a rule reports; severity comes from the rule and the policy, never from the place of reporting. */
export interface Report extends Location {
    kind?: string;
    confidence?: Confidence;
    message: string;
    advice: string;
}
