import type { Assessment } from '../assess/assessment.js';
import { quote } from '../assess/quote.js';

/** Rules that find two witnesses that cannot both be right. */
const CONTRADICTIONS = new Set(['framework-mismatch', 'stale-export', 'stale-run-record', 'format-extension-mismatch']);

/** What cannot all be true of the files: one clause each, without its first capital. */
export function contradictionsOf({ findings, evidence }: Assessment, paths: readonly string[]): string[] {
  const found = findings.filter(({ rule, path }) => CONTRADICTIONS.has(rule) && paths.includes(path));
  const clauses = found.map(({ rule, message }) =>
    rule === 'framework-mismatch' ? `it was ${lowerFirst(message).replace(', but ', ' while ')}` : lowerFirst(message),
  );
  return [...new Set([...clauses, ...undone(evidence, paths)])];
}

/** Flags that undo what a seed is for. */
function undone({ determinism, training }: Assessment['evidence'], paths: readonly string[]): string[] {
  const isSeeded = training.some(
    ({ script, seeded }) => script !== undefined && paths.includes(script) && seeded === 'yes',
  );
  if (!isSeeded) return [];
  return determinism
    .filter(({ flag, value }) => /cudnn\.benchmark$/.test(flag) && /^true$/i.test(value))
    .map(
      ({ path, line, flag }) =>
        `${quote(`${flag} = True`)} (${quote(`${path}:${line}`)}) lets every run choose other algorithms, in spite of the seed.`,
    );
}

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
