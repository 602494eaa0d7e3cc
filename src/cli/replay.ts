import { replay as replayBag } from '../replay.js';
import { renderReplayTerminal } from '../report/replay.js';
import { commandWords } from '../reproduce/command-words.js';
import { withoutSecrets } from '../reproduce/without-secrets.js';
import type { Command } from './command.js';
import { numberOption } from './number-option.js';
import { deliver } from './output.js';
import type { CommonOptions } from './terminal.js';

interface ReplayCommandOptions extends CommonOptions {
  setup?: string;
  timeout?: string;
  offline?: boolean;
  atol?: string;
  rtol?: string;
}

const HOUR = 3_600;

export const command: Command<ReplayCommandOptions> = {
  name: 'replay',
  arguments: '<bag> [command...]',
  summary: 'train the models of a bag again in a clean copy and compare; this runs what the bag says',
  formats: ['terminal', 'json'],
  options: [
    ['--setup <how>', 'lock: the environment of the lockfile (default) · none: as it is here · a command'],
    ['--timeout <seconds>', 'longest time of everything that runs (default 3600)'],
    ['--offline', 'without a network while it trains (Linux)'],
    ['--atol <number>', 'absolute tolerance of models and metrics (default: train.tolerance, else 0)'],
    ['--rtol <number>', 'relative tolerance'],
  ],
  async run([bag, ...command], options, terminal) {
    const tolerance = {
      ...(options.atol !== undefined && { absolute: numberOption('--atol', options.atol, '1e-6') }),
      ...(options.rtol !== undefined && { relative: numberOption('--rtol', options.rtol, '1e-6') }),
    };
    const document = await replayBag(bag as string, {
      command: { words: command, from: 'the command line', advice: 'Name the command after --' },
      asItIs: '--setup none uses what is here',
      setup:
        options.setup === undefined || options.setup === 'lock'
          ? 'lock'
          : options.setup === 'none'
            ? 'none'
            : commandWords(options.setup),
      env: withoutSecrets(terminal.env),
      milliseconds: numberOption('--timeout', options.timeout ?? String(HOUR), '600') * 1000,
      offline: options.offline ?? false,
      ...(Object.keys(tolerance).length > 0 && { tolerance: { absolute: 0, relative: 0, ...tolerance } }),
      ...(!options.quiet && { onOutput: (text) => void terminal.stderr.write(text) }),
    });
    await deliver(
      'replay',
      { terminal: (look) => renderReplayTerminal(document, look), json: document },
      terminal,
      options,
    );
    if (document.verdict === 'could-not-run') return 2;
    return document.verdict === 'not-reproduced' ? 1 : 0;
  },
};
