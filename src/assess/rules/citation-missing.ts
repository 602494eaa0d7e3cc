import type { Rule } from '../rule.js';

export const citationMissing: Rule = {
  id: 'citation-missing',
  title: 'No CITATION.cff says how to cite the work',
  severity: 'note',
  *check({ evidence: { documents } }) {
    if (documents.citation) return;
    yield {
      path: '.',
      message: 'Without CITATION.cff the archive has no authors, title or version to be cited by.',
      advice:
        'Write one in two minutes with https://citation-file-format.github.io/cff-initializer-javascript/ and commit it.',
    };
  },
};
