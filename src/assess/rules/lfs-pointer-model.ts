import { modelReports } from '../model-reports.js';
import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

export const lfsPointerModel: Rule = {
  id: 'lfs-pointer-model',
  title: 'A Git LFS pointer stands where the model should be',
  severity: 'error',
  *check(facts) {
    const refused = [...refusedReports(facts, ['lfs-pointer'])];
    const told = new Set(refused.map(({ path }) => path));
    yield* refused;
    for (const report of modelReports(
      facts,
      'lfs-pointer-model',
      () => 'Fetch the content: `git lfs pull`, or `lfs: true` for actions/checkout.',
    ))
      if (!told.has(report.path)) yield report;
  },
};
