import { existsSync } from 'node:fs';
import { Command as Commander, CommanderError, Option } from 'commander';
import { SOFTWARE } from '../software.js';
import { UsageError } from '../usage-error.js';
import type { Command, ExitCode } from './command.js';
import { showError } from './error.js';
import { expectFolder } from './output.js';
import type { CommonOptions, Terminal } from './terminal.js';

/** In the order in which help lists them; the first one is what runs when no command is named. */
export const COMMANDS = {
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

/** `modelbag DIR` and `modelbag --format json` are the usual command; a bare word that is no path here was meant as a command. */
const isForUsual = ([first]: readonly string[]): boolean =>
  first === undefined || first.startsWith('-') || /[./\\]/.test(first) || existsSync(first);

/** Parses arguments, runs one command, resolves to the exit code. Never exits the process. */
export async function run(given: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const args = given[0] === 'help' ? [...given.slice(1), '--help'] : given;
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
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    });
  const commands = await commandsFor(args);
  for (const command of commands) {
    const built = build(command, program, async (values, options) => {
      if (options.out !== undefined) await expectFolder('--out', options.out);
      code = await command.run(values, options, terminal);
    });
    program.addCommand(built, { isDefault: command.name === USUAL && isForUsual(args) });
  }
  try {
    const [usual, ...others] = commands;
    // Where the first word names none, all of them are there.
    if (usual && others.length > 0 && isForUsual(args))
      refuseLateCommand(build(usual, program, async () => {}).parseOptions([...args]).operands[0], args);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    await showError(error, terminal);
    return 2;
  }
}

/** Options before the command make its name look like an argument of the usual one. */
function refuseLateCommand(value: string | undefined, args: readonly string[]): void {
  if (value !== undefined && Object.hasOwn(COMMANDS, value) && !existsSync(value))
    throw new UsageError(
      `the command ${value} stands behind options`,
      `Write: modelbag ${[value, ...args.filter((word) => word !== value)].join(' ')}`,
    );
}

function build<Options>(
  command: Command<Options>,
  program: Commander,
  action: (args: string[], options: Options & CommonOptions) => Promise<void>,
): Commander {
  const built = new Commander(command.name)
    .copyInheritedSettings(program)
    .description(command.summary)
    .addOption(
      new Option('--format <format>', 'form of the result').choices([...command.formats]).default(command.formats[0]),
    )
    .option('--out <dir>', command.out ?? 'write the result as a file into this folder instead of stdout')
    .option('--quiet', 'no progress, no remarks on stderr')
    .option('--no-color', 'no colors (the NO_COLOR variable is honored too)')
    .showHelpAfterError(`(modelbag ${command.name} --help lists its options)`);
  if (command.arguments) built.arguments(command.arguments);
  if (command.passThrough) built.passThroughOptions();
  for (const option of command.options) built.addOption(optionOf(option));
  return built.action(async () => action(built.args, built.opts()));
}

function optionOf([flags, description, choices]: Command<unknown>['options'][number]): Option {
  const [, comma] = /(,?)\.\.\.>$/.exec(flags) ?? [];
  if (comma === undefined)
    return choices ? new Option(flags, description).choices([...choices]) : new Option(flags, description);
  const option = new Option(flags, `${description} (may be repeated)`);
  // commander would take every word that follows, an argument of the command as well.
  option.variadic = false;
  const values = (text: string): string[] =>
    comma === '' ? [text] : text.split(/[,\s]+/).filter((value) => value !== '');
  return option.argParser((text, earlier: readonly string[] = []) => [...earlier, ...values(text)]);
}
