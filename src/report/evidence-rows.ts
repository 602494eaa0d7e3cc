import type { Assessment } from '../assess/assessment.js';
import { bestEnvironment, environmentOf, isLanguageAlone } from '../assess/environment.js';
import { isMachineKnown, machineFacts } from '../assess/hardware.js';
import { count, list, quote } from '../assess/quote.js';
import { tellingRuns } from '../assess/training.js';
import type { Evidence, Seed, Training } from '../evidence/evidence.js';
import { seedNames } from './left-by-run.js';
import { GRADE, type Tone } from './words.js';

/** One line of "how it was made": a label and a message with quoted names. */
export interface EvidenceRow {
  label: string;
  text: string;
  tone: Tone;
}

/** What is known of the making of the models, in the order in which a person would ask. */
export function evidenceRows({ evidence, models }: Assessment): EvidenceRow[] {
  const rows = [
    scripts(evidence),
    seeds(evidence),
    environment(evidence),
    framework(evidence),
    data(evidence),
    hardware(evidence),
    metrics(evidence),
    lineage(evidence),
    license(evidence),
    citation(evidence),
    card(evidence),
  ];
  const present = rows.filter((row) => row !== null);
  // Without models and training nothing is missing: only what is there is worth a line.
  return models.length > 0 || evidence.scripts.length > 0 ? present : present.filter(({ tone }) => tone !== 'weak');
}

const row = (label: string, text: string, tone: Tone): EvidenceRow => ({ label, text, tone });

function scripts({ scripts }: Evidence): EvidenceRow {
  const all = scripts.filter(({ role }) => role === 'train');
  const saving = all.filter(({ writes }) => writes.length > 0);
  const training = saving.length > 0 ? saving : all;
  if (training.length === 0) return row('script', 'no training script found', 'weak');
  const written = [
    ...new Set(training.flatMap(({ writes }) => writes.flatMap(({ model, pattern }) => model ?? pattern ?? []))),
  ];
  const writes = written.length > 0 ? `, ${training.length === 1 ? 'writes' : 'write'} ${list(written, 2)}` : '';
  return row(
    'script',
    `${list(
      training.map(({ path }) => path),
      2,
    )}${writes}`,
    'good',
  );
}

const PRESENT: readonly Seed['grade'][] = ['recorded', 'fixed', 'fixed-by-default', 'derived'];

function seeds({ training, scripts, seeds }: Evidence): EvidenceRow | null {
  // Models that no script writes (exports, leftovers) say nothing about the runs that are here.
  const telling = tellingRuns({ training, scripts });
  const written = telling.filter(({ script }) => script !== undefined);
  const runs = written.length > 0 ? written : telling;
  const of = (state: Training['seeded']): Training[] => runs.filter(({ seeded }) => seeded === state);
  const late = [...new Set(runs.flatMap((run) => (run.late ?? []).map(({ library }) => library)))];
  const missing = [...new Set(runs.flatMap((run) => run.missing))].filter((library) => !late.includes(library));
  const values = valuesOf(seeds);
  const [no, partly] = [of('no'), of('partly')];
  if (runs.length === 0) return null;
  if (no.length > 0) {
    const what =
      no.length === runs.length ? 'training is not seeded' : `${count(no.length, 'training run')} not seeded`;
    return row('seed', `${what}${missing.length > 0 ? `: ${list(missing)} missing` : ''}`, 'weak');
  }
  if (partly.length > 0) {
    const lacks = [
      missing.length > 0 ? `; missing ${list(missing)}` : '',
      late.length > 0 ? `; ${list(late)} drawn from before` : '',
    ].join('');
    return row('seed', `seeded in part${values.length > 0 ? `: ${list(values)}` : ''}${lacks}`, 'weak');
  }
  if (of('unknown').length > 0) return row('seed', 'not known', 'weak');
  if (of('yes').length === 0) return row('seed', 'not needed, training is deterministic', 'good');
  return row('seed', values.length > 0 ? list(values) : 'set', 'good');
}

/** What an unmodified run of training uses. */
const valuesOf = (seeds: readonly Seed[]): string[] =>
  seedNames(seeds.filter(({ scope, grade }) => scope === 'training' && PRESENT.includes(grade)));

const ALONE = { text: 'the language alone, exact', tone: 'good' } as const;

function environment({ environments, scripts }: Evidence): EvidenceRow {
  const [program] = scripts.filter(
    ({ role, language, writes }) => role === 'train' && language !== 'shell' && writes.length > 0,
  );
  const best = (program && environmentOf(environments, program)) ?? bestEnvironment(environments);
  if (!best) return row('environment', 'no lockfile or requirements found', 'weak');
  const { text, tone } = isLanguageAlone(best) ? ALONE : GRADE[best.grade];
  const more = environments.length > 1 ? `; ${count(environments.length - 1, 'other file')}` : '';
  return row('environment', `${quote(best.path)}: ${text} (${best.pinned} of ${best.total})${more}`, tone);
}

function framework({ framework }: Evidence): EvidenceRow | null {
  if (framework.length === 0) return null;
  const names = [...new Set(framework.map((entry) => `${entry.package} ${entry.version}`.trim()))];
  const packages = [...new Set(framework.map((entry) => entry.package))];
  const loose = packages.filter((name) => !framework.some((entry) => entry.package === name && entry.exact !== 'no'));
  const which = loose.length === packages.length ? ', not exact' : `; ${list(loose)} not exact`;
  return row('framework', `${list(names)}${loose.length > 0 ? which : ''}`, loose.length > 0 ? 'weak' : 'good');
}

function data({ dataSources }: Evidence): EvidenceRow {
  const packed = dataSources.filter((source) => source.packed).length;
  const cited = dataSources.filter((source) => !source.packed && source.kind !== 'local');
  if (packed + cited.length === 0) return row('data', 'training data neither packed nor cited', 'weak');
  const parts = [
    packed > 0 ? `${count(packed, 'source')} packed` : '',
    cited.length > 0 ? `cited: ${list([...new Set(cited.map(({ value }) => value))], 2)}` : '',
  ];
  return row('data', parts.filter((part) => part !== '').join('; '), 'good');
}

function hardware(evidence: Evidence): EvidenceRow {
  const facts = machineFacts(evidence);
  const told = (rows: typeof facts): string => list([...new Set(rows.map(({ key, value }) => `${key}: ${value}`))]);
  if (isMachineKnown(evidence)) return row('hardware', told(facts), 'good');
  const wanted = evidence.hardware.filter(
    (fact) => !facts.includes(fact) && !/^(false|no|none|null|0)$/i.test(fact.value),
  );
  const asked = wanted.length > 0 ? `; settings ask for ${told(wanted)}` : '';
  const known = facts.length > 0 ? `, only ${told(facts)}` : '';
  return row('hardware', `not recorded${known}${asked}`, 'weak');
}

const metrics = ({ metrics }: Evidence): EvidenceRow | null =>
  metrics.length === 0
    ? null
    : row(
        'metrics',
        list(
          metrics.map(
            ({ name, value, split }) =>
              `${split === undefined || name.startsWith(split) ? '' : `${split} `}${name} ${value}`,
          ),
        ),
        'plain',
      );

const lineage = ({ baseModels }: Evidence): EvidenceRow | null =>
  baseModels.length === 0
    ? null
    : row(
        'based on',
        list(baseModels.map(({ name, revision }) => (revision === undefined ? name : `${name}@${revision}`))),
        'plain',
      );

function license({ documents: { license } }: Evidence): EvidenceRow {
  if (!license) return row('license', 'none found', 'weak');
  return row(
    'license',
    `${license.spdx === null ? 'not recognized' : quote(license.spdx)} (${quote(license.path)})`,
    license.spdx !== null && license.where === 'file' ? 'good' : 'weak',
  );
}

function citation({ documents: { citation } }: Evidence): EvidenceRow {
  if (!citation) return row('citation', 'no CITATION.cff', 'weak');
  return row(
    'citation',
    `${quote(citation.path)}, ${citation.valid ? 'valid' : 'invalid'}`,
    citation.valid ? 'good' : 'weak',
  );
}

function card({ documents: { modelCard } }: Evidence): EvidenceRow {
  return modelCard ? row('model card', quote(modelCard.path), 'good') : row('model card', 'none found', 'weak');
}
