import type { Seed } from '../../evidence/evidence.js';
import type { Rule } from '../rule.js';
import { placeOf, tellingRuns, unsettledSeed } from '../training.js';

const WHY: Readonly<Partial<Record<Seed['grade'], string>>> = {
  'default-none': 'the seed is None unless somebody sets it',
  dynamic: 'the seed is drawn anew in every run and not written down',
  conditional: 'the seed is set only under a condition that the plain run does not meet',
  'declared-unused': 'a seed is declared but never reaches a random generator',
};

export const seedNotRecorded: Rule = {
  id: 'seed-not-recorded',
  title: 'A seed exists, but the value of the run that made the model is not known',
  severity: 'warning',
  guideline: 'S3',
  *check(facts) {
    for (const training of tellingRuns(facts.evidence)) {
      if (training.seeded !== 'no') continue;
      const seed = unsettledSeed(facts, training);
      if (!seed) continue;
      yield {
        path: placeOf(training),
        line: seed.line,
        ...(seed.cell !== undefined && { cell: seed.cell }),
        message: `An unmodified run is not seeded: ${WHY[seed.grade]}.`,
        advice: 'Give the seed a fixed default, and save the value of each run with the model.',
      };
    }
  },
};
