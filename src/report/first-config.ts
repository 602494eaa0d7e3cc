import type { Assessment } from '../assess/assessment.js';
import { embeddedData } from '../assess/embedded-data.js';
import { count, list, visible } from '../assess/quote.js';
import type { Inspection } from '../formats/inspection.js';

/** What `init` saw of a repository beside its assessment. */
export interface Surroundings {
  inspections: readonly Inspection[];
  /** Model files on disk that git ignores or does not track, so that nothing would pack them. */
  outside: readonly string[];
  /** Outputs that DVC tracks and that are models by their names. */
  dvc: readonly string[];
}

/** Sentences for a person: what is there, and what modelbag makes of it. Messages. */
export function foundIn(assessment: Assessment, { inspections, outside, dvc }: Surroundings): string[] {
  const { models, evidence } = assessment;
  const training = evidence.scripts.filter(({ role }) => role === 'train').map(({ path }) => path);
  const private_ = inspections.filter((inspection) => embeddedData(inspection) !== null).map(({ path }) => path);
  const data = [...new Set(evidence.dataSources.map(({ value }) => value))];
  const environments = evidence.environments.map(({ path }) => path);
  return [
    models.length > 0
      ? `${count(models.length, 'model')}: ${list(models.map(({ path }) => path))}`
      : 'no model file among the files that git tracks',
    ...(outside.length > 0 ? [`${count(outside.length, 'model')} that git does not track: ${list(outside)}`] : []),
    ...(dvc.length > 0 ? [`${count(dvc.length, 'model')} that DVC tracks: ${list(dvc)}`] : []),
    training.length > 0 ? `${count(training.length, 'training script')}: ${list(training)}` : 'no training script',
    environments.length > 0 ? `environment: ${list(environments)}` : 'no record of the environment',
    data.length > 0 ? `training data: ${list(data)}` : 'no training data, packed or cited',
    ...(private_.length > 0 ? [`training data inside of ${list(private_)}: decide about \`embedded-data\``] : []),
  ];
}

const MOST_MODELS = 50;

/** A first `.github/modelbag.yml`: what was found as comments, and only keys that change something. */
export function firstConfig(assessment: Assessment, surroundings: Surroundings): string {
  const { evidence } = assessment;
  const { inspections, outside, dvc } = surroundings;
  const blocks = [
    [
      '# modelbag: every key is optional; docs/configuration.md describes them all.',
      '# Found:',
      ...foundIn(assessment, surroundings).map((line) => `# - ${plain(line)}`),
    ],
    modelsBlock(evidence, outside, dvc),
    trainBlock(evidence),
    inspections.some((inspection) => embeddedData(inspection) !== null)
      ? [
          '# A model carries rows of its training data. `accept` publishes them, `exclude` leaves the model out; until one of',
          '# them is chosen, pack refuses.',
          '# embedded-data: exclude',
        ]
      : [],
    ['# The lowest severity that makes a check fail: error, warning or never.', 'fail-on: error'],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function modelsBlock(
  { scripts }: Assessment['evidence'],
  outside: readonly string[],
  dvc: readonly string[],
): string[] {
  const rows = [
    // A name with a line break cannot be written as a pattern.
    ...outside
      .filter((path) => !/\p{Cc}/u.test(path))
      .slice(0, MOST_MODELS)
      .map((path) => `  - ${scalar(path)}`),
    ...dvc.slice(0, MOST_MODELS).map((path) => `  - dvc: ${scalar(path)}`),
  ];
  if (rows.length > 0) return ['# Models that git does not hold.', 'models:', ...rows];
  const patterns = new Set(
    scripts
      .filter(({ role }) => role === 'train')
      .flatMap(({ writes }) =>
        writes.flatMap(({ model, pattern }) => (model === undefined && pattern ? [pattern] : [])),
      ),
  );
  if (patterns.size === 0) return [];
  return [
    '# The training writes these, and they are not here. Where do the published weights lie? A path, `url:`, `hf: id@revision`,',
    '# `release-asset: tag/file` or `dvc:`.',
    '# models:',
    ...[...patterns].slice(0, 5).map((pattern) => `#   - ${plain(scalar(pattern))}`),
  ];
}

/** The command of a recorded run is known; one made from the name of a script is a proposal. */
function trainBlock({ runs = [], scripts }: Assessment['evidence']): string[] {
  const run = runs.find(({ exitCode, script }) => exitCode === 0 && script !== undefined);
  if (run) {
    const outputs = run.outputs.slice(0, 5).map(({ path }) => scalar(path));
    return [
      '# The run that was recorded.',
      'train:',
      `  command: ${scalar(run.command.join(' '))}`,
      `  outputs: [${outputs.join(', ')}]`,
    ];
  }
  const [program, ...others] = scripts.filter(({ role, language }) => role === 'train' && language !== 'shell');
  if (!program || others.length > 0) return [];
  const starter = {
    python: program.path.endsWith('.ipynb') ? 'jupyter execute' : 'python',
    r: 'Rscript',
    julia: 'julia',
  }[program.language as 'python' | 'r' | 'julia'];
  if (starter === undefined) return [];
  return [
    '# How the model is trained again; `modelbag record -- COMMAND` writes down machine, packages and seeds of a run.',
    '# train:',
    `#   command: ${plain(scalar(`${starter} ${program.path}`))}`,
  ];
}

/** A double-quoted scalar of YAML 1.2 is JSON's string. */
const scalar = (text: string): string => (/^[\w][\w./@-]*$/.test(text) ? text : JSON.stringify(text));
/** A comment ends with its line. */
const plain = (text: string): string => visible(text).replaceAll('`', '');
