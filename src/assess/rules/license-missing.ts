import { quote } from '../quote.js';
import type { Rule } from '../rule.js';

const ADVICE = 'Add a `LICENSE` file with the full text; https://choosealicense.com helps to pick one.';

export const licenseMissing: Rule = {
  id: 'license-missing',
  title: 'No license file says what others may do',
  severity: 'warning',
  *check({ evidence: { documents } }) {
    const { license } = documents;
    if (!license) {
      yield { path: '.', message: 'No license was found: by law nobody may use or share the archive.', advice: ADVICE };
    } else if (license.where !== 'file') {
      yield {
        path: license.path,
        ...(license.line !== undefined && { line: license.line }),
        kind: 'license-not-a-file',
        message: `The license${license.spdx === null ? '' : ` (${quote(license.spdx)})`} is only mentioned here; its text is missing.`,
        advice: ADVICE,
      };
    } else if (license.spdx === null) {
      yield {
        path: license.path,
        kind: 'license-unknown',
        confidence: 'low',
        message: 'The text of the license is none that modelbag knows.',
        advice: 'If it is a standard license, use its unchanged text and name its SPDX id in CITATION.cff.',
      };
    }
  },
};
