import { own } from '../../bytes/own.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { Fact } from '../../formats/format.js';
import type { Confidence } from '../finding.js';
import { list, quote } from '../quote.js';
import type { Rule } from '../rule.js';
import { isAbove, runFolder, speaksOfAnother } from '../run-folders.js';

/** Settings that a file records under the name its framework gave them. Parts of a model, such as layers and trees, are left out. */
const RECORDED = /^(?:(?:hyper_parameters|hparams|args|config|train_config|parameters|steps\.\d+\.1)\.)*(\w+)$/;
/** The same setting under its usual names. */
const SETTINGS: Readonly<Record<string, string>> = {
  lr: 'learning rate',
  learning_rate: 'learning rate',
  batch_size: 'batch size',
  per_device_train_batch_size: 'batch size',
  weight_decay: 'weight decay',
  max_epochs: 'epochs',
  num_train_epochs: 'epochs',
  num_epochs: 'epochs',
};
/** A place in a program: `train.py:12 fit`, `train.py (options)`. */
const IN_CODE = /:\d| \(/;
const SEEDS = new Set(['seed', 'random_state', 'random_seed']);

/** A value that the repository gives a setting, and where. */
interface Given {
  value: string;
  where: string;
  /** Configuration decides about the next run, code may belong to another model. */
  isConfiguration: boolean;
}

export const factsConflict: Rule = {
  id: 'facts-conflict',
  title: 'A model file records another seed, setting or license than the repository',
  severity: 'warning',
  guideline: 'S3',
  *check({ models, evidence, sets }) {
    // What models say of themselves is not what the repository says.
    const inModels = new Set(models.flatMap(({ path, companions }) => [path, ...companions]));
    const ofFiles = {
      ...evidence,
      seeds: evidence.seeds.filter((seed) => !inModels.has(seed.path)),
      hyperparameters: evidence.hyperparameters.filter(({ source }) => !inModels.has(source)),
    };
    const seeds = seedsOf(ofFiles);
    const anothers = speaksOfAnother(sets);
    for (const { path, facts, companions } of models) {
      const isAnothers = anothers([path, ...companions]);
      for (const { what, recorded, given } of [...settingsOf(facts, seeds, ofFiles), ...licenseOf(facts, evidence)]) {
        const others = given.filter(({ value, where }) => value !== recorded && where !== path && !isAnothers(where));
        const agree = given.some(({ value }) => value === recorded);
        // What the model's own run wrote down settles it.
        const isSettled = given.some(({ value, where }) => value === recorded && isAbove(runFolder(where), path));
        const told = isSettled ? [] : agree ? others.filter(({ isConfiguration }) => isConfiguration) : others;
        if (told.length === 0) continue;
        const confidence: Confidence = agree ? 'low' : 'medium';
        yield {
          path,
          kind: what === 'license' ? 'license-conflict' : what === 'seed' ? 'seed-conflict' : 'setting-conflict',
          confidence,
          message: `The file records the ${what} ${quote(recorded)}, but ${list([...new Set(told.map(({ where }) => where))])} says ${list([...new Set(told.map(({ value }) => value))])}.`,
          advice:
            what === 'license'
              ? 'Say which license holds, in the file and beside it.'
              : 'Put the setting that made this model into the repository, or train again with the one that is there.',
        };
      }
    }
  },
};

interface Comparison {
  what: string;
  recorded: string;
  given: readonly Given[];
}

function settingsOf(facts: readonly Fact[], seeds: readonly Given[], evidence: Evidence): Comparison[] {
  const found = new Map<string, Comparison>();
  for (const { key, value } of facts) {
    const name = RECORDED.exec(key)?.[1] ?? '';
    if (typeof value !== 'number') continue;
    // Libraries write 0 for a seed that nobody gave.
    if (SEEDS.has(name) && value !== 0 && !found.has('seed'))
      found.set('seed', { what: 'seed', recorded: String(value), given: seeds });
    const what = own(SETTINGS, name);
    if (what !== undefined && !found.has(what))
      found.set(what, { what, recorded: String(value), given: givenFor(what, evidence) });
  }
  return [...found.values()];
}

const seedsOf = ({ seeds }: Evidence): Given[] =>
  seeds.flatMap(({ path, value, how, scope }) =>
    typeof value === 'number' && (scope === 'training' || scope === 'other')
      ? [{ value: String(value), where: path, isConfiguration: how === 'config' }]
      : [],
  );

function givenFor(what: string, { hyperparameters }: Evidence): Given[] {
  return hyperparameters.flatMap(({ source, values }) =>
    Object.entries(values).flatMap(([key, value]) => {
      const name = key.slice(key.lastIndexOf('.') + 1);
      return typeof value === 'number' && own(SETTINGS, name) === what
        ? [{ value: String(value), where: source, isConfiguration: !IN_CODE.test(source) }]
        : [];
    }),
  );
}

/** `apache-2.0` and `Apache-2.0` are one license; texts that are no identifier are not compared. */
function licenseOf(facts: readonly Fact[], { documents: { license } }: Evidence): Comparison[] {
  const recorded = facts.find(({ key }) => /^(?:general\.|modelspec\.)?license$/.test(key))?.value;
  if (typeof recorded !== 'string' || !/^[A-Za-z0-9.+-]+$/.test(recorded) || !license?.spdx) return [];
  if (recorded.toLowerCase() === 'other' || recorded.toLowerCase() === 'unknown') return [];
  const given = [{ value: license.spdx.toLowerCase(), where: license.path, isConfiguration: true }];
  return [{ what: 'license', recorded: recorded.toLowerCase(), given }];
}
