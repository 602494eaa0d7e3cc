import type { Config, Exception } from '../config.js';
import type { Finding } from './finding.js';
/** What became of an exception: it accepts findings, its day has passed, or no finding of a file fits it. */
export interface JudgedException {
    exception: Exception;
    state: 'used' | 'expired' | 'unmatched';
}
/**
 * Findings under the reviewed exceptions of a configuration. One fits where rule and SHA-256 of the file do, so that a
 * changed file is judged anew. An accepted finding stays, as a note with its reason. `today` is an ISO day, UTC; an
 * exception holds through the day that it names.
 */
export declare function applyExceptions(findings: readonly Finding[], digests: ReadonlyMap<string, string>, { allow }: Pick<Config, 'allow'>, today: string): {
    findings: Finding[];
    exceptions: JudgedException[];
};
