import { modelReports } from '../model-reports.js';
import { list } from '../quote.js';
import type { Rule } from '../rule.js';

export const codeNeededToLoad: Rule = {
  id: 'code-needed-to-load',
  title: 'Loading a model needs code that the archive does not describe',
  severity: 'note',
  guideline: 'S9',
  *check(facts) {
    const told = new Set<string>();
    for (const report of modelReports(
      facts,
      'code-needed-to-load',
      () =>
        'Pack the code that defines these names (`include` in `.github/modelbag.yml`), or save plain weights instead of objects.',
    )) {
      told.add(report.path);
      yield report;
    }
    for (const model of facts.models) {
      if (
        told.has(model.path) ||
        model.safety.verdict !== 'library-classes' ||
        model.safety.weightsOnlyLoadable !== undefined
      )
        continue;
      const packages = [...new Set(model.needs.map((need) => need.package))];
      yield {
        path: model.path,
        message: `Loading calls classes of ${packages.length > 0 ? list(packages) : 'libraries'}; other versions of them may read other values or fail.`,
        advice: 'Pin the exact versions in a lockfile, and keep an open copy beside it.',
      };
    }
  },
};
