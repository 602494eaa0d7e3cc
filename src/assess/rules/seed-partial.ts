import type { Training } from '../../evidence/evidence.js';
import { list, quote } from '../quote.js';
import type { Rule } from '../rule.js';
import { placeOf, seedAdvice, tellingRuns } from '../training.js';

/** ` (torch.nn.Linear, train.py:12)`, as the reason has it. */
const placeIn = ({ why }: Training, library: string): string => {
  const [, after = ''] = why.split('drawn from before it is seeded: ');
  const start = `; ${after}`.indexOf(`; ${library} (`);
  if (start < 0) return '';
  const place = after.slice(start + library.length + 2);
  return ` (${place.slice(0, place.indexOf(')'))})`;
};

export const seedPartial: Rule = {
  id: 'seed-partial',
  title: 'Training seeds some of the libraries that draw random numbers',
  severity: 'note',
  guideline: 'S3',
  *check(facts) {
    for (const training of tellingRuns(facts.evidence)) {
      if (training.seeded !== 'partly') continue;
      const { late = [] } = training;
      const unseeded = training.missing.filter((library) => !late.includes(library));
      const drawn = late.map(
        (library) => `${quote(library)} is drawn from before it is seeded${placeIn(training, library)}`,
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
