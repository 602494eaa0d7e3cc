import type { Environment } from '../../evidence/evidence.js';
import { bestEnvironment, isLanguageAlone } from '../environment.js';
import type { Facts, Rule } from '../rule.js';

const LOOSE: Readonly<Partial<Record<Environment['grade'], string>>> = {
  PX: 'contradicts itself or cannot be installed elsewhere',
  P0: 'names packages without versions',
  P1: 'gives ranges of versions',
};

export const unpinnedEnvironment: Rule = {
  id: 'unpinned-environment',
  title: 'No file records the exact versions of the libraries',
  severity: 'warning',
  guideline: 'S3',
  *check(facts) {
    if (facts.models.length === 0 && facts.evidence.scripts.length === 0) return;
    const best = bestEnvironment(facts.evidence.environments);
    if (!best) {
      yield {
        path: '.',
        message: 'No lockfile or requirements were found: in a few years nobody can rebuild the environment.',
        advice: lockAdvice(facts),
      };
      return;
    }
    const loose = LOOSE[best.grade];
    if (loose === undefined || isLanguageAlone(best)) return;
    const problem = best.problems[0];
    yield {
      path: best.path,
      ...(problem && { line: problem.line }),
      message: `This file ${loose}: ${best.pinned} of ${best.total} packages are exact.`,
      advice: lockAdvice(facts),
    };
  },
};

/** The shortest command to a full record in the language that the scripts are written in. */
function lockAdvice({ evidence }: Facts): string {
  const languages = new Set(evidence.scripts.map(({ language }) => language));
  if (languages.has('r') && !languages.has('python')) return 'Run `renv::snapshot()` and commit `renv.lock`.';
  if (languages.has('julia') && !languages.has('python')) return 'Commit `Manifest.toml`.';
  return 'Run `uv lock`, or `pip freeze > requirements.lock` in the environment that trained the model, and commit the result.';
}
