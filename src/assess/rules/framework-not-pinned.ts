import { quote } from '../quote.js';
import type { Rule } from '../rule.js';

export const frameworkNotPinned: Rule = {
  id: 'framework-not-pinned',
  title: 'The library that trained the model has no exact version anywhere',
  severity: 'warning',
  guideline: 'S3',
  *check({ evidence }) {
    if (evidence.environments.length === 0) return; // unpinned-environment says so already
    const exact = new Set(evidence.framework.filter((row) => row.exact === 'yes').map((row) => row.package));
    const told = new Set<string>();
    for (const row of evidence.framework) {
      if (row.exact !== 'no' || exact.has(row.package) || told.has(row.package)) continue;
      told.add(row.package);
      yield {
        path: row.where === '' ? '.' : row.where.replace(/:\d+$/, ''),
        message: `${quote(row.package)} trained or loads the model, and no file fixes its version${row.version === '' ? '' : ` (found ${quote(row.version)})`}.`,
        advice: `Write the exact version of ${quote(row.package)} into the lockfile.`,
      };
    }
  },
};
