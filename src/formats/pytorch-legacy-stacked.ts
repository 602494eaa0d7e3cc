import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { itemsOf, type Pickle, readPickle, textOf } from '../containers/pickle.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { has } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { addHiddenPickles } from './hidden-pickles.js';
import { type Leaf, tensorOf } from './numpy-leaf.js';
import { addPickles } from './pickle-contents.js';
import { addProblem } from './problems.js';
import { objectFacts } from './python-facts.js';
import { collectLeaves } from './python-leaves.js';
import { needsOf } from './python-needs.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { readLegacyStack } from './torch-legacy.js';
import { torchReader } from './torch-tensor.js';
import { loadsWeightsOnly } from './torch-weights-only.js';

const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
/** The number as LONG1, and STOP: how the first pickle of every such file ends. */
const MAGIC = '\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e';

export const pytorchLegacyStacked: Format = {
  id: 'pytorch-legacy-stacked',
  name: 'PyTorch checkpoint (stacked pickles)',
  extensions: ['.pt', '.pth', '.bin', '.pkl'],
  family: 'pytorch',
  container: 'none',
  signature: 'pickles of 0x1950A86A20F9469CFC6C and 1001, then the object',
  facts: TORCH_FACTS,
  specializes: 'pickle',

  async recognize({ head, source }, limits) {
    if (has(head, MAGIC, 2)) return certain('magic number of torch in the pickle at 0');
    // A first pickle may do other things before it yields the number (GHSA-97f8-7cmv-76j2).
    if (head[0] !== 0x80 || !latin1Head(head).includes(MAGIC)) return NO;
    const { value } = await readPickle(source, 0, { limits });
    return value === MAGIC_NUMBER ? certain('magic number of torch from the first pickle') : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },
};

async function read(model: ModelInput, limits: Limits): Promise<{ contents: Contents; leaves: Leaf[] }> {
  const { source } = model;
  const contents = begin(model, 'data-only');
  const stack = await readLegacyStack(source, limits);
  addPickles(contents, stack.pickles, { base: 0 });
  for (const problem of stack.problems) addProblem(contents, problem);
  contents.weightsOnlyLoadable = stack.pickles.length === 5 && stack.pickles.every(loadsWeightsOnly);
  contents.loading = contents.weightsOnlyLoadable ? 'data-only' : 'code';
  const object = stack.pickles[3];
  const protocol = stack.pickles[1]?.value;
  if (typeof protocol === 'number') contents.version = String(protocol);
  if (object?.value === undefined) return { contents, leaves: [] };
  const { leaves, observations } = collectLeaves(object.value, { source, base: 0 }, limits, torchReader(stack));
  contents.tensors = leaves.map(({ info }) => info);
  append(contents.observations, observations);
  contents.facts = [...objectFacts(object.value, 'object'), ...sourceFacts(object)];
  contents.needs = needsOf(['torch.load', ...contents.globals], contents.facts, 'globals of the object');
  contents.storedBytes = [...stack.places.values()].reduce((sum, { length }) => sum + length, 0);
  if (stack.problems.length === 0 && stack.pickles.length === 5 && stack.end < source.size) {
    contents.observations.push({
      kind: 'unaccounted',
      code: 'trailing-bytes',
      message: `expected the end of the file after the last storage, found ${source.size - stack.end} more bytes`,
      offset: stack.end,
    });
    await addHiddenPickles(contents, source, { start: stack.end, end: source.size }, { base: 0 }, limits);
  }
  return { contents, leaves };
}

/** Whole modules carry the source text of their classes: `('module', class, file, source)`. */
function sourceFacts(object: Pickle): Contents['facts'] {
  const facts: Contents['facts'] = [];
  for (const { id } of object.persistents) {
    const [tag, type, file] = itemsOf(id) ?? [];
    if (textOf(tag) !== 'module' || type === null || typeof type !== 'object' || type.kind !== 'global') continue;
    facts.push({
      key: 'module-source',
      value: `${type.module}.${type.name} from ${textOf(file) ?? 'an unnamed file'}`,
      where: 'object',
    });
  }
  return facts;
}
