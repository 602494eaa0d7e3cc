import { Unopenable } from '../formats/open-model.js';
import { renderDiffTerminal } from '../report/diff.js';
import { renderDiffHtml } from '../report/html/comparison.js';
import { type CompareOptions, compareModels } from '../reproduce/compare.js';
import type { DiffDocument } from '../reproduce/comparison.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { openPlace } from './model-place.js';
import { numberOption } from './number-option.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

interface DiffOptions extends CommonOptions {
  atol?: string;
  rtol?: string;
}

export const command: Command<DiffOptions> = {
  name: 'diff',
  arguments: '<a> <b>',
  summary:
    'two models in any two readable formats, tensor by tensor; a path may lead into a bag (v1.zip/data/models/m.pt)',
  formats: ['terminal', 'json', 'html'],
  options: [
    ['--atol <number>', 'absolute tolerance: |a - b| <= atol + rtol * |b| is equal (default 0)'],
    ['--rtol <number>', 'relative tolerance (default 0)'],
  ],
  async run([a, b], options, terminal) {
    const tolerance = {
      absolute: numberOption('--atol', options.atol ?? '0', '1e-6'),
      relative: numberOption('--rtol', options.rtol ?? '0', '1e-6'),
    };
    const progress = await openProgress(terminal, options);
    const document = await compareNamed(a as string, b as string, { tolerance, progress });
    progress.done();
    await deliver(
      'diff',
      {
        terminal: (look) => renderDiffTerminal(document, look),
        json: document,
        html: () => renderDiffHtml(document),
      },
      terminal,
      options,
    );
    return document.verdict === 'identical' || document.verdict === 'equal-within-tolerance' ? 0 : 1;
  },
};

async function compareNamed(a: string, b: string, options: CompareOptions): Promise<DiffDocument> {
  const first = await openPlace(a);
  try {
    const second = await openPlace(b);
    try {
      const found = await compareModels(first, second, options);
      // Inside of a zip, the path alone would not say which one.
      return { ...found, a: { ...found.a, path: a }, b: { ...found.b, path: b } };
    } finally {
      await second.close();
    }
  } catch (error) {
    if (error instanceof Unopenable)
      throw new UsageError(
        `cannot compare ${a} with ${b}: ${error.message}`,
        'Name two model files, or two directories that are one model each.',
      );
    throw error;
  } finally {
    await first.close();
  }
}
