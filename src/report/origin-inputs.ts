import type { Assessment } from '../assess/assessment.js';
import { bestEnvironment, isLanguageAlone } from '../assess/environment.js';
import { machineFacts } from '../assess/hardware.js';
import { count } from '../assess/quote.js';
import type { DataSource, Script } from '../evidence/evidence.js';
import { fileOf } from '../evidence/place.js';
import { type OriginNode, words } from './origin-graph.js';
import { GRADE } from './words.js';

const MOST_SOURCES = 4;
/** Letters that settings take in a box. */
const SETTINGS_LENGTH = 32;

/** Something that a training started from, and the scripts that are known to use it. */
export interface Input {
  node: OriginNode;
  scripts: string[];
}

/** Data, base models and environment; what is missing is a box too, because a gap should be seen. */
export function inputsOf(assessment: Assessment, training: readonly Script[]): Input[] {
  const paths = training.map(({ path }) => path);
  return [...dataOf(assessment, paths), ...basesOf(assessment, paths), ...environmentOf(assessment, paths)];
}

/** A source that only a document names is taken for the data of the one training there is, and of none among several. */
const usersOf = (path: string, training: readonly string[]): string[] =>
  training.includes(path) ? [path] : training.length === 1 ? [...training] : [];

function dataOf({ evidence: { dataSources } }: Assessment, training: readonly string[]): Input[] {
  const byValue = new Map<string, DataSource[]>();
  for (const source of dataSources) byValue.set(source.value, [...(byValue.get(source.value) ?? []), source]);
  const sources = [...byValue.values()].sort((a, b) => rankOf(a, training) - rankOf(b, training));
  if (sources.length === 0)
    return [
      { node: words(0, 'gap', 'no training data', ['neither packed nor cited'], 'weak'), scripts: [...training] },
    ];
  const rest = sources.slice(MOST_SOURCES).flat();
  return [
    ...sources.slice(0, MOST_SOURCES).map((same) => ({
      node: dataNode(same),
      scripts: [...new Set(same.flatMap(({ path }) => usersOf(path, training)))],
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            node: words(0, 'data', count(sources.length - MOST_SOURCES, 'more data source'), [], 'plain'),
            scripts: [...new Set(rest.flatMap(({ path }) => usersOf(path, training)))],
          },
        ]),
  ];
}

/** What a training script names comes first, then what is packed. */
const rankOf = (same: readonly DataSource[], training: readonly string[]): number =>
  (same.some(({ path }) => training.includes(path)) ? 0 : 2) + (same.some(({ packed }) => packed) ? 0 : 1);

function dataNode(same: readonly DataSource[]): OriginNode {
  const { kind, value } = same[0] as DataSource;
  const isPacked = same.some(({ packed }) => packed);
  const revision = same.find((source) => source.revision !== undefined)?.revision;
  const state = isPacked ? 'in the archive' : kind === 'local' ? 'not in the archive' : `cited (${kind})`;
  return {
    layer: 0,
    kind: 'data',
    label: value,
    isName: true,
    details: [state, ...(revision === undefined ? [] : [revision])],
    tone: isPacked || kind !== 'local' ? 'good' : 'weak',
  };
}

function basesOf({ evidence: { baseModels } }: Assessment, training: readonly string[]): Input[] {
  const names = new Map(baseModels.map((base) => [base.name, base]));
  return [...names.values()].slice(0, 2).map(({ name, revision }) => ({
    node: {
      layer: 0,
      kind: 'base',
      label: name,
      isName: true,
      details: [`base model${revision === undefined ? ', revision not fixed' : ` at ${revision}`}`],
      tone: revision === undefined ? 'weak' : 'good',
    },
    scripts: [...training],
  }));
}

function environmentOf({ evidence }: Assessment, training: readonly string[]): Input[] {
  const best = bestEnvironment(evidence.environments);
  const hardware = machineFacts(evidence)
    .slice(0, 1)
    .map(({ value }) => `on ${value}`);
  const scripts = [...training];
  if (!best)
    return [{ node: words(0, 'gap', 'no environment', ['no versions recorded', ...hardware], 'weak'), scripts }];
  const { text, tone } = isLanguageAlone(best)
    ? { text: 'the language alone, exact', tone: 'good' as const }
    : GRADE[best.grade];
  const [framework] = evidence.framework;
  const details = [...(framework ? [`${framework.package} ${framework.version}`.trim()] : []), text, ...hardware];
  return [{ node: { layer: 0, kind: 'environment', label: best.path, isName: true, details, tone }, scripts }];
}

/** The settings that matter most to a reader come first; seeds are told apart. */
const TELLING =
  /^(?:learning_rate|lr|epochs|num_epochs|n_epochs|max_epochs|batch_size|n_estimators|max_depth|optimizer)$/;

/** `lr 0.02, epochs 300`: what a script sets by itself, else what the files of settings hold. */
export function settingsOf({ evidence: { hyperparameters } }: Assessment, path: string): string[] {
  const own = hyperparameters.filter(({ source }) => fileOf(source) === path);
  // Places in code name a line or a part of the program.
  const files = hyperparameters.filter(({ source }) => /^(#|$)/.test(source.slice(fileOf(source).length)));
  const values = new Map<string, string>();
  for (const { values: some } of [...own, ...files])
    for (const [key, value] of Object.entries(some))
      if (!values.has(key) && !/seed|random_state/i.test(key) && isShort(value)) values.set(key, `${key} ${value}`);
  if (values.has('lr')) values.delete('learning_rate');
  const keys = [...values.keys()];
  const ordered = [...keys.filter((key) => TELLING.test(key)), ...keys.filter((key) => !TELLING.test(key))];
  const shown: string[] = [];
  for (const key of ordered) {
    const text = values.get(key) as string;
    if ([...shown, text].join(', ').length <= SETTINGS_LENGTH) shown.push(text);
  }
  return shown.length === 0 ? [] : [shown.join(', ')];
}

const isShort = (value: unknown): value is string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 16);
