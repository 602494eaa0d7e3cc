import type { Config, Exception } from '../config.js';
import type { Finding } from './finding.js';
import { visible } from './quote.js';

/** What became of an exception: it accepts findings, its day has passed, or no finding of a file fits it. */
export interface JudgedException {
  exception: Exception;
  state: 'used' | 'expired' | 'unmatched';
}

/** Rules whose findings are about what nobody may accept for others: a key stays a key. */
const NEVER_ACCEPTED = new Set(['secret-in-repository', 'exception-unused']);

/**
 * Findings under the reviewed exceptions of a configuration. One fits where rule and SHA-256 of the file do, so that a
 * changed file is judged anew. An accepted finding stays, as a note with its reason. `today` is an ISO day, UTC; an
 * exception holds through the day that it names.
 */
export function applyExceptions(
  findings: readonly Finding[],
  digests: ReadonlyMap<string, string>,
  { allow }: Pick<Config, 'allow'>,
  today: string,
): { findings: Finding[]; exceptions: JudgedException[] } {
  const used = new Set<Exception>();
  const judged = findings.map((finding) => {
    const found = allow.find((exception) => fits(exception, finding, digests));
    if (found === undefined) return finding;
    used.add(found);
    return isExpired(found, today) ? finding : accept(finding, found);
  });
  const exceptions = allow.map((exception): JudgedException => {
    if (!used.has(exception)) return { exception, state: 'unmatched' };
    return { exception, state: isExpired(exception, today) ? 'expired' : 'used' };
  });
  return { findings: judged, exceptions };
}

const fits = (exception: Exception, { rule, path }: Finding, digests: ReadonlyMap<string, string>): boolean =>
  rule === exception.rule && !NEVER_ACCEPTED.has(rule) && digests.get(path) === exception.sha256;

// ISO days compare as text.
const isExpired = ({ expires }: Exception, today: string): boolean => expires < today;

function accept(finding: Finding, { reason, expires }: Exception): Finding {
  return {
    ...finding,
    severity: 'note',
    advice: `Accepted until ${expires}: ${visible(reason)}`,
    accepted: { reason, expires, severity: finding.severity },
  };
}
