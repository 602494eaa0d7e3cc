import { modelReports } from '../model-reports.js';
import { list } from '../quote.js';
import type { Rule } from '../rule.js';

const ADVICE: ReadonlyMap<string, string> = new Map([
  [
    'custom-operator',
    'Name the library that brings these operators in the lockfile, or export again with standard operators.',
  ],
  ['code-file', 'Read this code before you trust it; it is packed with the model. Plain weights need none of it.'],
  ['tf-op', 'Check that serving needs it; if not, export again without it.'],
  ['torchscript-op', 'Check that the model needs it; if not, script it again without it.'],
  [
    'r-code',
    'Save the fit without functions and environments (the `butcher` package helps), or keep its coefficients as a table beside it.',
  ],
]);
const OTHERWISE =
  'Pack the code that defines it (`include` in `.github/modelbag.yml`), or save plain weights instead of objects.';

export const codeNeededToLoad: Rule = {
  id: 'code-needed-to-load',
  title: 'Loading a model needs code that the archive does not describe',
  severity: 'note',
  guideline: 'S9',
  *check(facts) {
    // state-dict-preferred says it better for checkpoints that weights_only refuses.
    const models = facts.models.filter(
      ({ safety, loading }) => safety.weightsOnlyLoadable !== false || loading !== 'code',
    );
    const told = new Set<string>();
    for (const report of modelReports(
      { ...facts, models },
      'code-needed-to-load',
      ({ kind }) => ADVICE.get(kind) ?? OTHERWISE,
    )) {
      told.add(report.path);
      yield report;
    }
    for (const { path, safety, needs } of models) {
      if (told.has(path) || safety.verdict !== 'library-classes') continue;
      const packages = [...new Set(needs.map((need) => need.package))];
      yield {
        path,
        message: `Loading calls classes of ${packages.length > 0 ? list(packages) : 'libraries'}; other versions of them may read other values or fail.`,
        advice: 'Pin the exact versions in a lockfile, and keep an open copy beside it.',
      };
    }
  },
};
