import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Json, readJson } from '../containers/json-document.js';
import type { Contents, ModelInput, Observation } from './format.js';
import { attempt } from './problems.js';

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

/** Reads a JSON companion; null where there is none, and where it is broken, which is told. */
export async function readJsonCompanion(
  model: ModelInput,
  name: string,
  contents: Contents,
  limits: Limits,
): Promise<Json> {
  if (!(await model.listCompanions()).includes(name)) return null;
  const source = await openCompanion(model, name, contents.observations);
  if (!source) return null;
  if (!contents.companions.includes(name)) contents.companions.push(name);
  const read = () => readJson(source, limits, { nonFinite: true, onDuplicate: () => {} });
  return (await attempt(contents, { member: name }, read)) ?? null;
}
