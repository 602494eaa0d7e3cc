import { list, quote } from '../quote.js';
import type { Rule } from '../rule.js';
import { placeOf, seedAdvice, tellingRuns } from '../training.js';

export const seedPartial: Rule = {
  id: 'seed-partial',
  title: 'Training seeds some of the libraries that draw random numbers',
  severity: 'note',
  guideline: 'S3',
  *check(facts) {
    for (const training of tellingRuns(facts.evidence)) {
      if (training.seeded !== 'partly') continue;
      const { late = [] } = training;
      const unseeded = training.missing.filter((library) => !late.some((seed) => seed.library === library));
      const drawn = late.map(
        ({ library, what, where }) =>
          `${quote(library)} is drawn from before it is seeded (${quote(what)}, ${quote(where)})`,
      );
      const message =
        unseeded.length > 0
          ? `Seeded, but not ${list(unseeded)}.${drawn.length > 0 ? ` ${drawn.join('; ')}.` : ''}`
          : drawn.length > 0
            ? `${drawn.join('; ')}.`
            : 'Seeded only in part of the run.';
      const advice = [
        ...(unseeded.length > 0 || late.length === 0 ? [`Add ${seedAdvice(unseeded)}.`] : []),
        ...(late.length > 0 ? ['Seed before models and data are made.'] : []),
      ].join(' ');
      yield { path: placeOf(training), message, advice };
    }
  },
};
