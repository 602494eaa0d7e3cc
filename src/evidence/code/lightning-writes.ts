import { joinPaths } from './arithmetic.js';
import type { CallEvent, Value } from './value.js';
import { argument, textOf } from './values.js';

/** Below the folder of a run that the logger makes. */
const CHECKPOINTS = ['version_', null, '/checkpoints/', null, '.ckpt'];

/**
 * Lightning keeps the last state of a training without being asked: below `default_root_dir` in `lightning_logs`, or where a logger
 * has its runs. Undefined for calls that have no part in it.
 */
export function defaultCheckpoints(event: CallEvent): { path: Value | undefined; isDoubtful: boolean } | undefined {
  const below = (folder: Value | undefined, name: Value): Value | undefined =>
    joinPaths([...(folder ? [folder] : []), name, textOf([...CHECKPOINTS])]);
  if (/^lightning\.(\w+\.)*Trainer$/.test(event.path)) {
    const kept = event.named.get('enable_checkpointing');
    // Without it nothing is written; the path is not known then, which fits no model.
    const isOff = kept?.kind === 'constant' && kept.value === false;
    const folder = event.named.get('default_root_dir');
    return {
      path: isOff ? undefined : below(folder, textOf(['lightning_logs'])),
      // Callbacks and loggers may keep them elsewhere, and are seen by themselves.
      isDoubtful: isOff || event.named.has('callbacks') || event.named.has('logger'),
    };
  }
  if (!/^lightning\.(\w+\.)*(CSV|TensorBoard)Logger$/.test(event.path)) return undefined;
  const name = argument(event, 1, 'name') ?? textOf(['lightning_logs']);
  return { path: below(argument(event, 0, 'save_dir', 'root_dir'), name), isDoubtful: true };
}
