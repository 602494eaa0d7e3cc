import { delimiter, join } from 'node:path';
import type { TrainingCommand } from './archived-training.js';
import type { Preparation } from './preparation.js';
import type { ReplayDocument } from './replay-record.js';
import { MOST_OUTPUT, NotStarted, runTraining, type TrainingOptions, type TrainingRun } from './run-training.js';

/** What was run; `reason`: why there is nothing to compare. */
export type TrainedAgain = Pick<ReplayDocument, 'setup' | 'command'> & Partial<TrainingRun> & { reason?: string };

/**
 * Makes the environment, then runs the command in its folder of the copy; the time is that of everything together. `asItIs`
 * is for people: how to do without the environment, where they can.
 */
export async function trainAgain(
  folder: string,
  { words, directory }: TrainingCommand,
  preparation: Preparation,
  { asItIs, ...options }: Omit<TrainingOptions, 'directory'> & { asItIs?: string | undefined },
): Promise<TrainedAgain> {
  const { steps, missing } = preparation;
  const setup = steps.map((step) => step.join(' '));
  const command = [...words];
  const instead = steps.length > 0 && asItIs !== undefined ? `; ${asItIs}` : '';
  if (missing !== undefined)
    return {
      setup,
      command: [],
      reason: `The environment could not be made: ${missing}${asItIs === undefined ? '' : `; ${asItIs}`}.`,
    };
  let left = options.milliseconds;
  try {
    for (const step of steps) {
      const made = await runTraining(step, { ...options, directory: folder, offline: false, milliseconds: left });
      left = Math.max(1, left - made.seconds * 1000);
      const failure = failureOf(made, options);
      if (failure)
        return {
          setup,
          command: [],
          ...made,
          reason: `The environment could not be made: ${step[0]} ${failure}${instead}.`,
        };
    }
    const done = await runTraining(command, {
      ...options,
      env: inEnvironment(options.env, folder, preparation),
      directory: join(folder, directory),
      milliseconds: left,
    });
    const failure = failureOf(done, options);
    return { setup, command, ...done, ...(failure && { reason: `The command ${failure}.` }) };
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    return { setup, command, reason: `The command could not be started: ${error.message}${instead}.` };
  }
}

/** Programs and libraries of the environment come first, as activating it would put them. */
function inEnvironment(
  env: NodeJS.ProcessEnv,
  folder: string,
  { before = {}, folders = {} }: Preparation,
): NodeJS.ProcessEnv {
  const made = { ...env };
  for (const [name, path] of Object.entries(folders)) made[name] = join(folder, path);
  for (const [name, path] of Object.entries(before))
    made[name] = [join(folder, path), ...(env[name] ? [env[name]] : [])].join(delimiter);
  return made;
}

const failureOf = (
  { exitCode, ended }: TrainingRun,
  { milliseconds, mostOutput = MOST_OUTPUT }: Pick<TrainingOptions, 'milliseconds' | 'mostOutput'>,
): string | null =>
  ended === 'time'
    ? `was ended after ${Math.round(milliseconds / 1000)} seconds in all`
    : ended === 'output'
      ? `was ended after ${mostOutput} characters of output`
      : exitCode === 0
        ? null
        : `ended with ${exitCode ?? 'a signal'}`;
