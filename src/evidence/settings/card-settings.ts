import type { ReadCard } from '../documents/model-card.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import { addBase } from './hub-files.js';
import { splitOf } from './metrics-files.js';
import type { Settings } from './reader.js';

/** What a model card says in its front matter, and in the lists that Hugging Face's Trainer writes. */
export function addCard({ card, front }: ReadCard, into: Settings): void {
  const { path } = card;
  const data = recordOf(front.data?.value);
  const lineOf = (keys: (string | number)[]): number => front.data?.lineOf(keys) ?? 1;
  if (front.problem) into.unread.push({ path, reason: `line ${front.problem.line}: ${front.problem.message}` });
  for (const [index, id] of (card.datasets ?? []).entries()) {
    into.dataSources.push({ kind: 'hf-dataset', value: id, path, line: lineOf(['datasets', index]), packed: false });
  }
  for (const base of [data['base_model']].flat()) addBase(into, base, `${path}:${lineOf(['base_model'])}`);
  addModelIndex(data['model-index'], path, lineOf(['model-index']), into);
  const emissions = recordOf(data['co2_eq_emissions']);
  const used = textOf(emissions['hardware_used']);
  if (used !== undefined)
    into.hardware.push({
      key: 'hardware_used',
      value: used,
      where: `${path}:${lineOf(['co2_eq_emissions', 'hardware_used'])}`,
    });
  if ((card.datasets ?? []).length === 0) addTrainerData(front.body, front.bodyLine, path, into);
  addTrainerList(front.body, front.bodyLine, path, into);
}

/** `This model is a fine-tuned version of [x](…) on the glue dataset.`: a name is all that the Trainer was told. */
const TRAINED_ON =
  /^This model (?:is a fine-tuned version of \S+|was trained from scratch) on (?:the )?(.+?) datasets?\.?\s*$/;

function addTrainerData(body: string, bodyLine: number, path: string, into: Settings): void {
  for (const [index, line] of body.split('\n').entries()) {
    const names = TRAINED_ON.exec(line.slice(0, 2_000))?.[1];
    if (names === undefined || /^(an )?unknown$/i.test(names)) continue;
    for (const value of names.split(/, (?:and )?| and (?:the )?/))
      into.dataSources.push({ kind: 'other', value: value.trim(), path, line: bodyLine + index, packed: false });
  }
}

/** `model-index[].results[].metrics[]` of the Hub's metadata. */
function addModelIndex(value: unknown, path: string, line: number, into: Settings): void {
  for (const result of listOf(value).flatMap((entry) => listOf(recordOf(entry)['results']))) {
    const dataset = recordOf(recordOf(result)['dataset']);
    const split = textOf(dataset['split']);
    for (const metric of listOf(recordOf(result)['metrics']).map(recordOf)) {
      const name = textOf(metric['name']) ?? textOf(metric['type']);
      const measured = metric['value'];
      if (name === undefined || (typeof measured !== 'number' && typeof measured !== 'string')) continue;
      const part = split === undefined ? splitOf(name) : (splitOf(split) ?? split);
      into.metrics.push({
        name,
        value: measured,
        where: `${path}:${line}`,
        ...(part !== undefined && { split: part }),
      });
    }
  }
}

/** The section "Training hyperparameters": `- seed: 42`, one setting a line, written by the run itself. */
function addTrainerList(body: string, bodyLine: number, path: string, into: Settings): void {
  const lines = body.split('\n');
  const start = lines.findIndex((line) => /^#{2,4}\s+Training hyperparameters\s*$/.test(line));
  if (start === -1) return;
  const values: [string, string][] = [];
  for (const [index, line] of lines.slice(start + 1).entries()) {
    if (line.startsWith('#')) break;
    const item = /^\s*[-*]\s+([\w-]+):\s*(.+)$/.exec(line);
    if (!item) continue;
    const [, key = '', value = ''] = item;
    const at = bodyLine + start + 1 + index;
    values.push([key, value]);
    if (key === 'seed' && /^\d+$/.test(value.trim())) {
      into.seeds.push({
        path,
        line: at,
        library: 'transformers',
        value: Number(value),
        how: 'recorded',
        scope: 'training',
        grade: 'recorded',
      });
    }
    if (key === 'distributed_type' || key === 'num_devices')
      into.hardware.push({ key, value: value.trim(), where: `${path}:${at}` });
  }
  if (values.length > 0)
    into.hyperparameters.push({ source: `${path}#training-hyperparameters`, values: Object.fromEntries(values) });
}
