import { quote } from '../quote.js';
import type { Rule } from '../rule.js';

/** `v1.2.0`, `release-1.2.0` → `1.2.0`. */
const bare = (version: string): string => version.trim().replace(/^(?:[a-z]+[-_/]?)?(?=\d)/i, '');

export const versionMismatch: Rule = {
  id: 'version-mismatch',
  title: 'CITATION.cff names another version than the tag',
  severity: 'warning',
  *check({ tag, evidence: { documents } }) {
    const { citation } = documents;
    if (!citation?.version || !/^(?:[a-z]+[-_/]?)?\d/i.test(tag) || bare(citation.version) === bare(tag)) return;
    yield {
      path: citation.path,
      message: `The tag is ${quote(tag)}, the citation says ${quote(citation.version)}: people will cite the wrong release.`,
      advice: `Set \`version: ${bare(tag).replaceAll('`', '')}\` before tagging.`,
    };
  },
};
