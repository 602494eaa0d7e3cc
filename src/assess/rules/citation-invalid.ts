import { sentence } from '../quote.js';
import type { Rule } from '../rule.js';

export const citationInvalid: Rule = {
  id: 'citation-invalid',
  title: 'CITATION.cff breaks the rules of its format',
  severity: 'warning',
  *check({ evidence: { documents } }) {
    const { citation } = documents;
    if (!citation || citation.valid) return;
    const [first, ...others] = citation.problems;
    yield {
      path: citation.path,
      ...(first?.line !== undefined && { line: first.line }),
      message: `Not valid: ${sentence(first?.message ?? 'it does not fit Citation File Format 1.2.0')}${others.length > 0 ? ` (and ${others.length} more)` : ''}. Zenodo rejects a release because of it.`,
      advice: 'Correct it and check with `cffconvert --validate`.',
    };
  },
};
