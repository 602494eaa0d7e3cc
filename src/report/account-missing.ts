import { isLanguageAlone } from '../assess/environment.js';
import { isMachineKnown } from '../assess/hardware.js';
import { count, list, quote } from '../assess/quote.js';
import { environmentFor, type Part, runsOf, sourcesOf } from './account-part.js';
import { programsOf } from './account-subjects.js';
import { leftByRun } from './left-by-run.js';

/** What would have to be known to make the model again, what helps most first. */
export function missing(part: Part): string[] {
  const { subject, evidence, left } = part;
  if (programsOf(subject).length === 0) {
    const isRecorded = leftByRun(left).length > 0;
    return [`the script that made it, and with it ${isRecorded ? 'the data' : 'seeds, settings and data'}`];
  }
  const sources = sourcesOf(part);
  return [
    left.seeds.length > 0 ? '' : missingSeed(part),
    missingVersions(part),
    sources.some(({ packed, kind }) => packed || kind !== 'local')
      ? ''
      : `the data${sources.length > 0 ? ` (it reads ${list([...new Set(sources.map(({ value }) => value))], 2)})` : ''}`,
    isMachineKnown(evidence) ? '' : 'the hardware',
    subject.set && subject.set.promise === 'bitstream-only' ? 'a copy in an open format' : '',
  ].filter((part) => part !== '');
}

function missingSeed(part: Part): string {
  const runs = runsOf(part);
  const libraries = [...new Set(runs.flatMap((run) => run.missing))];
  if (runs.some(({ seeded }) => seeded === 'no'))
    return `a seed${libraries.length > 0 ? ` for ${list(libraries, 5)}` : ''}`;
  if (runs.some(({ seeded }) => seeded === 'partly')) {
    const late = libraries.filter((library) => runs.some(({ late }) => late?.some((seed) => seed.library === library)));
    return late.length > 0 && late.length === libraries.length
      ? `seeding of ${list(late, 5)} before it is drawn from`
      : `part of the seeding${libraries.length > 0 ? ` (${list(libraries, 5)})` : ''}`;
  }
  return runs.some(({ seeded }) => seeded === 'unknown') ? 'certainty about the seed' : '';
}

function missingVersions(part: Part): string {
  const { evidence } = part;
  const best = environmentFor(part);
  if (!best) return 'any record of the environment';
  if (isLanguageAlone(best)) return '';
  const exact = new Set(evidence.framework.filter((row) => row.exact === 'yes').map((row) => row.package));
  const open = [...new Set(evidence.framework.map((row) => row.package))].filter((name) => !exact.has(name));
  if (open.length > 0) return `exact versions of ${list(open)}`;
  if (/^P[34]$/.test(best.grade)) return '';
  return best.grade === 'P2'
    ? 'the versions of indirect dependencies'
    : `exact versions (${quote(best.path)} has ${best.pinned} of ${count(best.total, 'package')})`;
}
