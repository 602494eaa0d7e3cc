import type { Assessment } from '../assess/assessment.js';
import { list, quote } from '../assess/quote.js';
import { grouped } from '../bytes/grouped.js';
import { known } from './account-known.js';
import { missing } from './account-missing.js';
import { type Part, parting } from './account-part.js';
import { programsOf, subjectsOf } from './account-subjects.js';
import { contradictionsOf } from './contradictions.js';
import { sharedFolder } from './shared-folder.js';

/**
 * How one model came to be, or several that came to be alike, as a person would tell it: sentences with quoted names,
 * in the order that helps. Nothing in here judges; findings do.
 */
export interface Account {
  /** A message: the models, or the training program whose model is not here. */
  title: string;
  models: string[];
  known: string[];
  contradicted: string[];
  /** Parts of one sentence, what helps most first. */
  missing: string[];
}

/** One account for each model, one for each training program whose models are not here. */
export function accountsOf(assessment: Assessment): Account[] {
  const partOf = parting(assessment);
  const accounts = subjectsOf(assessment).map((subject) => ({ subject, ...accountOf(partOf(subject)) }));
  const groups = grouped(
    accounts.map((account) => [JSON.stringify([account.known, account.contradicted, account.missing]), account]),
  );
  return [...groups.values()].map((group) => {
    const { known, contradicted, missing } = group[0]!;
    return {
      title: titleOf(group.flatMap(({ subject }) => subject.program?.path ?? subject.models[0] ?? [])),
      models: group.flatMap(({ subject }) => subject.models),
      known: group.length > 1 ? known.map(plural) : known,
      contradicted,
      missing: group.length > 1 ? missing.map(plural) : missing,
    };
  });
}

const accountOf = (part: Part): Omit<Account, 'title' | 'models'> => ({
  known: known(part),
  contradicted: contradictionsOf({ ...part.assessment, evidence: part.evidence }, [
    ...part.subject.models,
    ...programsOf(part.subject).map(({ path }) => path),
  ]),
  missing: missing(part),
});

/** `a.pt`, `b.pt` and 3 more in `models/`. */
function titleOf(paths: readonly string[]): string {
  const folder = sharedFolder(paths);
  return `${list(paths.map((path) => path.slice(folder.length)))}${folder === '' ? '' : ` in ${quote(folder)}`}`;
}

/** A sentence about one thing, about several. Names are in backticks and keep their words. */
const plural = (sentence: string): string =>
  sentence
    .split('`')
    .map((part, i) => (i % 2 === 1 ? part : PLURALS.reduce((text, [one, many]) => text.replace(one, many), part)))
    .join('`');

const PLURALS = [
  [/\bwrites? it\b/, 'writes them'],
  [/^It trains a model and saves none/, 'They train models and save none'],
  [/^It trains a model and writes/, 'They train models and write'],
  [/^It trains a model and saves it/, 'They train models and save them'],
  [/\bmade it\b/, 'made them'],
  [/^The file itself says/, 'The files themselves say'],
  [/\bwrote it\b/, 'wrote them'],
  [/^Its settings/, 'The settings'],
  [/^Its run left/, 'Their run left'],
  [/ it needs no seed/, ' no seed is needed'],
] as const;

/** An account in one paragraph: a message. */
export function paragraphOf({ known, contradicted, missing }: Account): string {
  const lacks = missing.length === 0 ? [] : [`Missing: ${missing.join('; ')}.`];
  const but = contradicted.map((sentence, i) => (i === 0 ? `But ${sentence}` : `Also ${sentence}`));
  return [...known, ...but, ...lacks].join(' ');
}
