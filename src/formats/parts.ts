import { byBytes } from '../bytes/order.js';
import { openCompanion } from './companion.js';
import { folderOf, joinPath } from './file-access.js';
import type { Contents, ModelInput, Part, Tensor } from './format.js';

const LOADING_ORDER = ['data-only', 'template', 'program', 'code'] as const;

/** Opens a companion as a model of its own; null where it cannot be had, which is then an observation of `contents`. */
export async function openPart(model: ModelInput, relative: string, contents: Contents): Promise<Part | null> {
  const source = await openCompanion(model, relative, contents.observations);
  if (!source) return null;
  if (!contents.companions.includes(relative)) contents.companions.push(relative);
  // A part in a folder of its own names its companions from there.
  const part = await model.part?.(relative, source, relative.includes('/') ? 'below' : 'beside');
  if (part) return part;
  contents.observations.push({
    kind: 'unread',
    code: 'unsupported',
    message: `expected a way to read "${relative}", found none`,
    name: relative,
  });
  return null;
}

/** Path of a part's file as the whole names it; the part itself where it names none. */
const fileOf = (relative: string, file: string | undefined): string =>
  file === undefined ? relative : joinPath(folderOf(relative), file);

/** Adds what was found in a part to the whole: places are prefixed with the part's path, the worst loading wins. */
export function addPart(contents: Contents, relative: string, part: Part, what: { tensors: boolean }): void {
  const inner = part.contents;
  if (what.tensors)
    for (const tensor of inner.tensors) contents.tensors.push({ ...tensor, file: fileOf(relative, tensor.file) });
  if (what.tensors)
    contents.storedBytes =
      (contents.storedBytes ?? 0) +
      (inner.storedBytes ?? inner.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0));
  for (const fact of inner.facts) contents.facts.push({ ...fact, where: `${relative}!/${fact.where}` });
  for (const need of inner.needs)
    if (!contents.needs.some((other) => other.package === need.package))
      contents.needs.push({ ...need, evidence: `${need.evidence} in ${relative}` });
  for (const observation of inner.observations)
    contents.observations.push({
      ...observation,
      member: observation.member === undefined ? relative : `${relative}!/${observation.member}`,
    });
  for (const companion of inner.companions) {
    const file = fileOf(relative, companion);
    if (!contents.companions.includes(file)) contents.companions.push(file);
  }
  contents.globals = [...new Set([...contents.globals, ...inner.globals])].sort(byBytes);
  contents.operators = [...new Set([...contents.operators, ...inner.operators])].sort(byBytes);
  if (LOADING_ORDER.indexOf(inner.loading) > LOADING_ORDER.indexOf(contents.loading)) contents.loading = inner.loading;
  if (inner.weightsOnlyLoadable !== undefined)
    contents.weightsOnlyLoadable = (contents.weightsOnlyLoadable ?? true) && inner.weightsOnlyLoadable;
}

/** Values of a part's tensors, told with the file they lie in. */
export async function* partTensors(part: Part, relative: string): AsyncGenerator<Tensor> {
  if (!part.tensors) {
    for (const info of part.contents.tensors) yield { info: { ...info, file: fileOf(relative, info.file) } };
    return;
  }
  for await (const { info, ...rest } of part.tensors())
    yield { info: { ...info, file: fileOf(relative, info.file) }, ...rest };
}
