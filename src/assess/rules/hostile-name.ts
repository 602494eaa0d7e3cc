import { modelReports } from '../model-reports.js';
import type { Rule } from '../rule.js';

export const hostileName: Rule = {
  id: 'hostile-name',
  title: 'A name or value in a model file is written to act inside a report',
  severity: 'note',
  check: (facts) =>
    modelReports(
      facts,
      'hostile-name',
      () => 'Rename it unless it is a test. modelbag shows it escaped; other tools may not.',
    ),
};
