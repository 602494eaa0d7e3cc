import { grouped } from '../bytes/grouped.js';
import type { SafetyFinding } from './assessment.js';
import type { Report } from './finding.js';
import { count } from './quote.js';
import type { Facts } from './rule.js';

/** Reports of what the inspection of each model noticed for one rule: one per model and kind, the rest counted. */
export function* modelReports(
  facts: Facts,
  rule: string,
  advice: (finding: SafetyFinding) => string,
): Iterable<Report> {
  for (const model of facts.models) {
    const findings = model.safety.findings.filter((finding) => finding.rule === rule);
    const byKind = grouped(findings.map((finding) => [finding.kind, finding]));
    for (const [kind, [first, ...others]] of byKind) {
      if (!first) continue;
      const more = others.length > 0 ? ` (and ${count(others.length, 'more like it', 'more like it')})` : '';
      yield {
        path: model.path,
        kind,
        confidence: first.confidence,
        message: `${capital(first.message)}${more}.`,
        advice: advice(first),
        ...(first.offset !== undefined && { offset: first.offset }),
        ...(first.line !== undefined && { line: first.line }),
      };
    }
  }
}

/** A sentence begins with a capital, unless its first word is a name, and ends without the full stop that the caller adds. */
export const capital = (text: string): string =>
  (/^\S*[^\sA-Za-z,:;]\S*[A-Za-z]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)).replace(/\.$/, '');
