import { append } from '../bytes/append.js';
import { itemsOf, type PickleObject, type PickleValue, textOf } from '../containers/pickle.js';
import type { ModelInput } from './format.js';
import type { Leaf } from './numpy-leaf.js';
import { openPart } from './parts.js';
import type { PickledObject } from './pickled-object.js';
import { attributeOf, joinName } from './python-names.js';

/** Models inside models that keep arrays of their own. */
const DEEPEST = 8;

/**
 * Arrays that gensim kept out of the pickle because they are large: the attribute `__numpys` names them, and each lies
 * beside the model as `<model>.<attribute>.npy`. They become tensors under the attribute that loading fills.
 */
export async function addSeparateArrays(model: ModelInput, object: PickledObject): Promise<void> {
  const [root] = object.pickles;
  const base = model.path.slice(model.path.lastIndexOf('/') + 1);
  for (const path of root?.value === undefined ? [] : separateArrays(root.value, '', DEEPEST)) {
    const file = `${base}.${path}.npy`;
    const part = await openPart(model, file, object.contents);
    if (!part) continue;
    append(
      object.contents.observations,
      part.contents.observations.map((seen) => ({ ...seen, member: file })),
    );
    if (!part.tensors) continue;
    for await (const { info, values } of part.tensors()) {
      const leaf: Leaf = { info: { ...info, name: path, file }, ...(values && { values }) };
      object.leaves.push(leaf);
      object.contents.tensors.push(leaf.info);
    }
  }
}

/** Dotted paths of the attributes, through the models that `__recursive_saveloads` names. */
function separateArrays(value: PickleValue, path: string, depth: number): string[] {
  if (value === null || typeof value !== 'object' || value.kind !== 'object' || depth === 0) return [];
  const names = (attribute: string): string[] =>
    (itemsOf(attributeOf(value as PickleObject, attribute)) ?? []).flatMap((item) => textOf(item) ?? []);
  const inner = names('__recursive_saveloads').flatMap((name) => {
    const child = attributeOf(value, name);
    return child === undefined ? [] : separateArrays(child, joinName(path, name), depth - 1);
  });
  return [...names('__numpys').map((name) => joinName(path, name)), ...inner];
}
