import { Command as Commander, CommanderError, Option } from 'commander';
import { SOFTWARE } from '../software.js';
import type { Command, ExitCode } from './command.js';
import { showError } from './error.js';
import { type CommonOptions, FORMATS, type Terminal } from './terminal.js';

/** In the order in which help lists them; the first one is what runs when no command is named. */
const COMMANDS = {
  check: () => import('./check.js'),
  pack: () => import('./pack.js'),
  verify: () => import('./verify.js'),
  complete: () => import('./complete.js'),
  repack: () => import('./repack.js'),
  inspect: () => import('./inspect.js'),
  diff: () => import('./diff.js'),
  export: () => import('./export.js'),
  record: () => import('./record.js'),
  replay: () => import('./replay.js'),
  sources: () => import('./sources.js'),
  init: () => import('./init.js'),
  explain: () => import('./explain.js'),
};
const [USUAL] = Object.keys(COMMANDS);

/** The command that the first argument names, alone, since all of them take long to load; without a name each one may be meant. */
// biome-ignore lint/suspicious/noExplicitAny: each command knows its own options; commander hands them over untyped
async function commandsFor(args: readonly string[]): Promise<Command<any>[]> {
  const named = Object.entries(COMMANDS).filter(([name]) => name === args[0]);
  const wanted = named.length > 0 ? named : Object.entries(COMMANDS);
  return Promise.all(wanted.map(async ([, load]) => (await load()).command));
}

/** Parses arguments, runs one command, resolves to the exit code. Never exits the process. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Commander(SOFTWARE.name)
    .description(
      'Archives a machine-learning repository as one validated, bit-identical bag. Never executes a model file.',
    )
    .version(SOFTWARE.version, '-V, --version', 'print the version')
    .helpCommand(false)
    .enablePositionalOptions()
    .showHelpAfterError('(modelbag --help lists commands and options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  for (const command of await commandsFor(args)) {
    const built = build(command, async (values, options) => {
      code = await command.run(values, options, terminal);
    });
    program.addCommand(built.copyInheritedSettings(program), { isDefault: command.name === USUAL });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    showError(error, terminal);
    return 2;
  }
}

function build<Options>(
  command: Command<Options>,
  action: (args: string[], options: Options & CommonOptions) => Promise<void>,
): Commander {
  const built = new Commander(command.name)
    .description(command.summary)
    .addOption(
      new Option('--format <format>', 'how the result is written to stdout').choices(FORMATS).default('terminal'),
    )
    .option('--out <dir>', command.out ?? 'write the result as a file into this folder instead of stdout')
    .option('--quiet', 'no progress, no remarks on stderr')
    .option('--no-color', 'no colors (the NO_COLOR variable is honored too)')
    .showHelpAfterError(`(modelbag ${command.name} --help lists its options)`);
  if (command.arguments) built.arguments(command.arguments);
  if (command.passThrough) built.passThroughOptions();
  for (const [flags, description, choices] of command.options)
    built.addOption(choices ? new Option(flags, description).choices([...choices]) : new Option(flags, description));
  return built.action(async () => action(built.args, built.opts()));
}
