import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import {
  classesOf,
  membersOf,
  type RObject,
  type RSerialization,
  readSerialization,
} from '../containers/r-serialization.js';
import { streamNumbers } from '../containers/r-serialization-values.js';
import { type Contents, emptyContents, type Observation, type Tensor } from './format.js';
import { hasCode, observeCode } from './r-code.js';
import { headerFacts, modelFacts, needsOf, randomKinds, randomSeedFacts } from './r-facts.js';
import { type RGraph, walkGraph } from './r-graph.js';
import { isModel, privateDataFacts } from './r-private-data.js';
import { listTensors, type RTensor, tensorWithValues } from './r-tensors.js';

/** Objects of one workspace that are described. */
const MOST_DESCRIBED = 100;
/** Classes whose weights live in memory of another library: a file has only the address. */
const POINTER_MODELS =
  /^(?:xgb\.Booster|lgb\.Booster|nn_module|torch_tensor|python\.builtin\.object|keras\.|catboost\.Model|H2O|h2o|tensorflow\.|stanmodel|externalptr)/;

/** Inspects a single object or a workspace. */
export async function inspectR(source: ByteSource, limits: Limits): Promise<Contents> {
  const serialization = await readSerialization(source);
  const { value, header, trailing } = serialization;
  const objects = objectsOf(serialization);
  const graph = walkGraph(value);
  const contents = emptyContents(hasCode(graph) ? 'code' : 'data-only');
  contents.version = String(header.version);
  contents.facts = headerFacts(serialization);
  if (header.magic !== null) {
    contents.facts.push(
      { key: 'objects', value: objects.map(({ name }) => name), where: 'workspace' },
      ...randomSeedFacts(value),
    );
    await noteRandomKind(contents, serialization);
  }
  const holdsModel = objects.some(({ object }) => isModel(object));
  for (const { name, object } of objects.slice(0, MOST_DESCRIBED)) {
    if (header.magic === null || isModel(object)) append(contents.facts, modelFacts(object, name));
    append(
      contents.facts,
      privateDataFacts(object, name, objects.length === 1 ? graph : walkGraph(object), holdsModel),
    );
  }
  noteNamespaces(contents, graph);
  contents.needs = needsOf(
    serialization,
    graph,
    objects.map(({ object }) => object),
  );
  contents.tensors = tensorsOf(serialization, limits).map(({ info }) => info);
  contents.observations = [...observeCode(value, graph, header), ...observePointers(graph, objects)];
  for (const className of graph.altreps)
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: `expected vectors, found the alternative representation ${JSON.stringify(className)}`,
      name: className,
    });
  if (trailing > 0)
    contents.observations.push({
      kind: 'unaccounted',
      code: 'unaccounted-bytes',
      message: `expected the end of the object, found ${trailing} more bytes`,
      offset: source.size - trailing,
    });
  return contents;
}

/** Values of every vector, in the order of `inspectR`. */
export async function* rTensors(source: ByteSource, limits: Limits): AsyncGenerator<Tensor> {
  const serialization = await readSerialization(source);
  for (const tensor of tensorsOf(serialization, limits)) yield tensorWithValues(serialization.input, tensor, limits);
}

interface Named {
  /** '' for the object of an RDS file. */
  name: string;
  object: RObject;
}

const objectsOf = ({ header, value }: RSerialization): Named[] =>
  header.magic === null
    ? [{ name: '', object: value }]
    : membersOf(value).map((member) => ({ name: member.name ?? '', object: member.value }));

const tensorsOf = (serialization: RSerialization, limits: Limits): RTensor[] =>
  objectsOf(serialization).flatMap(({ name, object }) => listTensors(object, name, limits));

/** Which generators a workspace's `.Random.seed` belongs to: its first number says so. */
async function noteRandomKind(contents: Contents, { value, input }: RSerialization): Promise<void> {
  const state = membersOf(value).find(({ name }) => name === '.Random.seed')?.value;
  if (state?.kind !== 'integer' || state.length === 0) return;
  for await (const part of streamNumbers(input, state)) {
    const first = new DataView(part.buffer, part.byteOffset, part.byteLength).getInt32(0, true);
    contents.facts.push({ key: 'rng_kind', value: randomKinds(first), where: '.Random.seed' });
    return;
  }
}

function noteNamespaces(contents: Contents, graph: RGraph): void {
  const names = [...graph.namespaces.values()].map(({ name, version }) => `${name} ${version}`.trim()).sort(byBytes);
  if (names.length > 0) contents.facts.push({ key: 'namespaces', value: names, where: 'namespaces' });
}

/** Pointers are addresses of a process that has ended: what they pointed to is not in the file. */
function observePointers(graph: RGraph, objects: readonly Named[]): Observation[] {
  // data.table marks every table with a pointer to itself.
  const dead = graph.pointers.filter(({ holder }) => holder !== '.internal.selfref');
  if (dead.length === 0) return [];
  const model = objects.find(({ object }) => classesOf(object).some((name) => POINTER_MODELS.test(name)));
  const named = model ? classesOf(model.object)[0] : undefined;
  // Some packages keep the model as raw bytes beside the pointer.
  const hasCopy =
    model !== undefined &&
    membersOf(model.object).some(
      ({ name, value }) => (name === 'raw' || name === 'model_str') && 'length' in value && value.length > 0,
    );
  if (hasCopy) return [];
  const holders = [...new Set(dead.map(({ holder }) => holder).filter((holder) => holder !== ''))]
    .slice(0, 5)
    .join(', ');
  const message = named
    ? `expected a model, found a ${named} whose weights lie behind a pointer of the process that saved it`
    : `expected values, found ${dead.length} pointers of the process that saved them`;
  return [
    {
      kind: 'unread',
      code: 'dead-external-pointer',
      message: holders === '' ? message : `${message} (${holders})`,
      ...(named !== undefined && { name: named }),
    },
  ];
}
