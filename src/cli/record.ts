import { count } from '../assess/quote.js';
import type { RunRecord } from '../evidence/run.js';
import { citedInputs } from '../record/cited-inputs.js';
import { record as recordRun } from '../record/record.js';
import { lineOf } from '../report/escape.js';
import { canonicalJson } from '../report/json.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import type { CommonOptions, Terminal } from './terminal.js';

export interface RecordOptions extends CommonOptions {
  input?: string[];
  output?: string[];
  name?: string;
}

export const command: Command<RecordOptions> = {
  name: 'record',
  arguments: '<command...>',
  summary: 'run a training command and write modelbag.run.json: machine, packages, seeds, files read and written',
  formats: ['terminal', 'json'],
  out: 'folder for the record; default: the top of the project',
  options: [
    ['--input <file...>', 'file that the run reads, beside those that the command and the scripts name'],
    ['--output <file...>', 'file that the run writes outside of the project'],
    ['--name <name>', 'write modelbag.run.<name>.json, where a project has several runs'],
  ],
  passThrough: true,
  async run(command, options, terminal) {
    const { format = 'terminal', name, out, input = [], output = [] } = options;
    if (name !== undefined && !/^[\w-]{1,64}$/.test(name))
      throw new UsageError(
        `expected a name of letters, digits, _ and -, found ${JSON.stringify(name)}`,
        'Use a short name such as seed-42.',
      );
    const recorded = await recordRun({
      command,
      place: { directory: process.cwd(), env: { ...terminal.env } },
      inputs: input,
      outputs: output,
      ...(name !== undefined && { name }),
      ...(out !== undefined && { folder: out }),
      toStderr: format === 'json',
      cited: citedInputs,
    });
    if (format === 'json') await terminal.stdout.write(canonicalJson(recorded.record));
    if (!options.quiet) await say(recorded.record, recorded.path, terminal);
    return recorded.code;
  },
};

/** On stderr, since stdout is the command's. */
async function say(record: RunRecord, path: string, terminal: Terminal): Promise<void> {
  const { exitCode, signal, durationSeconds, outputs, seeds, packages, notes, git } = record;
  const lines = [
    `wrote ${path}`,
    `${exitCode === 0 ? 'the command succeeded' : `the command ended with ${signal ?? `exit code ${exitCode}`}`} after ${durationSeconds} s`,
    `${count(outputs.length, 'file')} written${
      outputs.length > 0
        ? `: ${outputs
            .slice(0, 5)
            .map(({ path: file }) => file)
            .join(', ')}`
        : ''
    }; ${count(Object.keys(packages).length, 'package')}; ${seeds.length > 0 ? `seed ${seeds.map(({ value }) => value).join(', ')}` : 'no seed on the command line or in the environment'}`,
    ...(git?.dirty ? ['the code differs from its commit: commit it before the run whose model you publish'] : []),
    ...notes,
  ];
  await terminal.stderr.write(lines.map((line) => `modelbag: ${lineOf(line)}\n`).join(''));
}
