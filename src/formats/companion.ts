import type { ByteSource } from '../bytes/source.js';
import type { ModelInput, Observation } from './format.js';

/**
 * Opens a file that a model names. Null where it cannot be had; the reason is added to the observations, once per file:
 * `external` where the path leaves the folder, `unread` where nothing readable is there.
 */
export async function openCompanion(
  model: ModelInput,
  relative: string,
  observations: Observation[],
): Promise<ByteSource | null> {
  const kind = (await model.companionKind?.(relative)) ?? 'file';
  const tell = (observation: Omit<Observation, 'name'>) => {
    if (!observations.some((o) => o.name === relative && o.code === observation.code))
      observations.push({ ...observation, name: relative });
    return null;
  };
  if (kind === 'escape')
    return tell({
      kind: 'external',
      code: 'path-escape',
      message: `expected a path inside the model's folder, found "${relative}"`,
    });
  if (kind === 'symlink')
    return tell({
      kind: 'external',
      code: 'symlink',
      message: `expected a file, found a symbolic link: "${relative}"`,
    });
  const source = kind === 'file' ? await model.companion(relative) : null;
  return (
    source ??
    tell({
      kind: 'unread',
      code: 'missing-file',
      message: `expected the file "${relative}", found ${kind === 'directory' ? 'a directory' : 'none'}`,
    })
  );
}
