import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type Pickle, type PickleValue, readPickle, readPickles } from '../containers/pickle.js';
import { begin, type Contents, type ModelInput } from './format.js';
import { addHiddenPickles } from './hidden-pickles.js';
import type { Leaf } from './numpy-leaf.js';
import { addPickle, addPickles, hasUnnamedCalls, isPlainData } from './pickle-contents.js';
import { isPlausibleName } from './pickle-recognition.js';
import { attempt } from './problems.js';
import { objectFacts } from './python-facts.js';
import { collectLeaves, type LeafReader } from './python-leaves.js';
import { needsOf } from './python-needs.js';
import { nestedTorchReader } from './torch-nested.js';

/** A file that is one or more pickles. */
export interface PickledObject {
  contents: Contents;
  leaves: Leaf[];
  pickles: Pickle[];
}

/** Makes the reader of arrays that lie elsewhere once the pickles are known; else those of torch that lie in the pickles are read. */
export type PrepareReader = (pickles: readonly Pickle[], contents: Contents) => Promise<LeafReader>;

/** Reads pickles from the start of a source to its end and describes the object or objects they hold. */
export async function readPickledObject(
  model: Pick<ModelInput, 'source' | 'begun'>,
  limits: Limits,
  prepare?: PrepareReader,
): Promise<PickledObject> {
  const { source } = model;
  const contents = begin(model, 'data-only');
  const pickles = await readPickles(source, 0, { limits });
  // What loaders of bytes get is seen through first: their names are none of what loading imports then.
  const reader = await attempt(contents, {}, () =>
    prepare ? prepare(pickles, contents) : nestedTorchReader(source, pickles, limits),
  );
  const unexplained = trailing(pickles);
  addPickles(contents, unexplained === null ? pickles : pickles.slice(0, -1), { base: 0 });
  if (unexplained !== null) {
    const left = source.size - unexplained;
    contents.observations.push({
      kind: 'unaccounted',
      code: 'trailing-bytes',
      message: `expected the end of the file after the pickle, found ${left} more bytes`,
      offset: unexplained,
    });
    await addHiddenPickles(contents, source, { start: unexplained, end: source.size }, { base: 0 }, limits);
  }
  if (pickles.some(({ arrays }) => arrays.length > 0)) await addPlainReading(source, pickles, contents, limits);
  const values = pickles.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const root: PickleValue = values.length === 1 ? (values[0] as PickleValue) : { kind: 'tuple', items: values };
  const { leaves, observations } = collectLeaves(root, { source, base: 0 }, limits, reader);
  contents.tensors = leaves.map(({ info }) => info);
  append(contents.observations, observations);
  describe(contents, pickles, root);
  return { contents, leaves, pickles };
}

/** Offset of bytes behind the last good pickle that did nothing before they broke, so that they are no pickle; else null. */
function trailing(pickles: readonly Pickle[]): number | null {
  const last = pickles[pickles.length - 1];
  if (pickles.length < 2 || !last || last.value !== undefined) return null;
  return last.globals.size === 0 && last.calls.length === 0 ? last.start : null;
}

function describe(contents: Contents, pickles: readonly Pickle[], root: PickleValue): void {
  const protocol = pickles.reduce((most, pickle) => Math.max(most, pickle.protocol), 0);
  contents.version = String(protocol);
  contents.facts = [
    { key: 'protocol', value: protocol, where: 'offset 0' },
    ...picklers(contents.globals),
    ...objectFacts(root, 'pickle'),
  ];
  contents.needs = needsOf(contents.globals, contents.facts, 'globals of the pickle');
  const setsOnNames = contents.observations.some(({ code }) => code === 'set-on-global');
  contents.loading = isPlainData(contents.globals) && !hasUnnamedCalls(pickles) && !setsOnNames ? 'data-only' : 'code';
}

function picklers(globals: readonly string[]): Contents['facts'] {
  const writers = ['dill', 'cloudpickle'].filter((writer) => globals.some((name) => name.startsWith(`${writer}.`)));
  return writers.map((value) => ({ key: 'pickler', value, where: 'globals' }));
}

/**
 * What `pickle.load` would do with a joblib file: it does not know the raw arrays and takes their bytes for opcodes.
 * Honest arrays stop it at once; names that appear only in this reading hide in an array.
 */
async function addPlainReading(
  source: ByteSource,
  pickles: readonly Pickle[],
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const known = new Set(pickles.flatMap(({ globals }) => [...globals.keys()]));
  const classes = new Set([...known].map(lastPart).filter((name) => /^[A-Z]/.test(name)));
  const plain = await readPickle(source, 0, { limits, arrays: false });
  // Numbers may fetch two texts of the pickle by chance and take the name of one of its classes for a module, which none has.
  const hidden = [...plain.globals].filter(
    ([name]) => !known.has(name) && isPlausibleName(name) && !classes.has(name.slice(0, name.indexOf('.'))),
  );
  if (hidden.length === 0) return;
  const [name, offset] = hidden[0] as [string, number];
  contents.observations.push({
    kind: 'malformed',
    code: 'invalid-structure',
    message: `expected values of an array, found a pickle that imports ${name}`,
    name,
    offset,
  });
  addPickle(
    contents,
    {
      ...plain,
      problems: [],
      globals: new Map(hidden),
      calls: plain.calls.filter((call) => hidden.some(([other]) => other === call.name)),
      touches: [],
    },
    { base: 0 },
  );
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
