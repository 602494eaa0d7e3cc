import { replay as replayBag } from '../replay.js';
import { renderReplayTerminal } from '../report/replay.js';
import { commandWords } from '../reproduce/command-words.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
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

export const replay: Command<ReplayCommandOptions> = {
  name: 'replay',
  arguments: '<bag> [command...]',
  summary: 'train the models of a bag again in a clean copy and compare; this runs what the bag says',
  options: [
    ['--setup <how>', 'lock: the environment of the lockfile (default) · none: as it is here · a command'],
    ['--timeout <seconds>', 'longest time of each command (default 3600)'],
    ['--offline', 'without a network while it trains (Linux)'],
    ['--atol <number>', 'absolute tolerance of models and metrics (default: train.tolerance, else 0)'],
    ['--rtol <number>', 'relative tolerance'],
  ],
  async run([bag, ...command], options, terminal) {
    const tolerance = {
      ...(options.atol !== undefined && { absolute: numberOf('--atol', options.atol) }),
      ...(options.rtol !== undefined && { relative: numberOf('--rtol', options.rtol) }),
    };
    const document = await replayBag(bag as string, {
      command,
      setup:
        options.setup === undefined || options.setup === 'lock'
          ? 'lock'
          : options.setup === 'none'
            ? 'none'
            : commandWords(options.setup),
      env: { ...terminal.env },
      milliseconds: numberOf('--timeout', options.timeout ?? String(HOUR)) * 1000,
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

function numberOf(flag: string, given: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new UsageError(`${flag} expects a number that is not negative, found "${given}"`, `Write ${flag} 60.`);
  return value;
}
