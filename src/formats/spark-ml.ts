import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { isObject, type JsonObject, parseJson } from '../containers/json-document.js';
import { type ParquetColumn, type ParquetRow, type ParquetValue, readParquet } from '../containers/parquet.js';
import { openCompanion } from './companion.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
} from './format.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { inMemory } from './numeric-array.js';
import { attempt } from './problems.js';
import { joinName } from './python-names.js';

const METADATA = /^(?:(.*)\/)?metadata\/part-00000[^/]*$/;
const LONGEST_METADATA = 16 << 20;
/** Physical type of Parquet → dtype, bytes of an item. */
const TYPES: Readonly<Record<string, readonly [string, number]>> = {
  DOUBLE: ['float64', 8],
  FLOAT: ['float32', 4],
  INT32: ['int32', 4],
  INT64: ['int64', 8],
  BOOLEAN: ['bool', 1],
};

/** A model of Spark ML: a line of JSON in `metadata`, tables of numbers beside it, and the same again for every stage. */
export const sparkMl: Format = {
  id: 'spark-ml',
  name: 'Spark ML model directory',
  extensions: ['.txt'],
  family: 'jvm',
  container: 'directory',
  signature: 'metadata/part-00000 with the keys class and sparkVersion',
  facts: {
    disclosure: 'source',
    steward: 'Apache Software Foundation',
    specification: 'https://spark.apache.org/docs/latest/ml-pipeline.html',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
    openExport: 'pmml',
  },
  specializes: 'json',

  recognize: (glimpse) => {
    if (!/(?:^|\/)metadata\/part-00000[^/]*$/.test(glimpse.path)) return NO;
    const keys = headKeys(glimpse);
    return keys?.includes('class') && keys.includes('sparkVersion') ? certain('metadata of Spark ML') : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const listed = await model.listCompanions();
    const own = METADATA.exec(
      listed.find((path) => METADATA.exec(path)?.[1] === undefined && METADATA.test(path)) ?? '',
    );
    addMetadata(
      await readLine(await model.source.read(0, Math.min(model.source.size, LONGEST_METADATA)), limits),
      '',
      contents,
    );
    for (const path of listed) {
      const stage = METADATA.exec(path)?.[1];
      if (stage === undefined || path === own?.[0]) continue;
      const source = await openCompanion(model, path, contents.observations);
      if (source && source.size <= LONGEST_METADATA)
        addMetadata(await readLine(await source.read(0, source.size), limits), prefixOf(stage), contents);
    }
    for (const { info } of await readTables(model, contents, limits)) contents.tensors.push(info);
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    // Nothing that begins like something to load is part of it, whatever its name.
    await addLoadableFiles(model, contents, () => false);
    contents.companions = listed.filter((path) => !model.path.endsWith(`/${path}`) && path !== model.path);
    return contents;
  },

  async *tensors(model, limits): AsyncGenerator<Tensor> {
    yield* await readTables(model, emptyContents('data-only'), limits);
  },
};

/** `stages/1_LogisticRegression_e8d48338f669` becomes `stages.1`. */
const prefixOf = (folder: string): string =>
  folder
    .split('/')
    .map((segment) => /^\d+(?=_)/.exec(segment)?.[0] ?? segment)
    .join('.');

async function readLine(bytes: Uint8Array, limits: Limits): Promise<JsonObject> {
  const text = Buffer.from(bytes).toString('utf8').split('\n')[0] ?? '';
  const value = parseJson(Buffer.from(text), { depth: limits.depth, nonFinite: true });
  return isObject(value) ? value : {};
}

/** Class, versions, and the parameters that were given; defaults only where they are seeds. */
function addMetadata(document: JsonObject, prefix: string, contents: Contents): void {
  const where = `${prefix === '' ? '' : `${prefix}/`}metadata`;
  const add = (key: string, value: unknown) => {
    if (typeof value !== 'object' || value === null)
      contents.facts.push({ key: joinName(prefix, key), value, where: `${where}#${key}` });
  };
  for (const [key, value] of Object.entries(document))
    if (key !== 'paramMap' && key !== 'defaultParamMap') add(key, value);
  const given = isObject(document['paramMap']) ? document['paramMap'] : {};
  for (const [key, value] of Object.entries(given)) add(key, value);
  const defaults = isObject(document['defaultParamMap']) ? document['defaultParamMap'] : {};
  if (defaults['seed'] !== undefined && given['seed'] === undefined) add('seed', defaults['seed']);
  const version = document['sparkVersion'];
  if (typeof version === 'string' && contents.needs.length === 0)
    contents.needs.push({ package: 'pyspark', version, evidence: `${where}#sparkVersion` });
}

/** Tensors of every table, by the path of its folder and column. Parts of one table are rows in the order of their names. */
async function readTables(model: ModelInput, contents: Contents, limits: Limits): Promise<Tensor[]> {
  const folders = new Map<string, string[]>();
  for (const path of await model.listCompanions()) {
    const folder = /^(.*)\/part-[^/]*\.parquet$/.exec(path)?.[1];
    if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  const tensors: Tensor[] = [];
  for (const [folder, parts] of [...folders].sort(([a], [b]) => byBytes(a, b))) {
    await attempt(contents, { member: folder }, async () => {
      append(tensors, await readTable(model, prefixOf(folder.replace(/(?:^|\/)data$/, '')), parts, contents, limits));
    });
    if (tensors.length > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} columns, found more`);
  }
  return tensors;
}

async function readTable(
  model: ModelInput,
  prefix: string,
  parts: readonly string[],
  contents: Contents,
  limits: Limits,
): Promise<Tensor[]> {
  const rows: ParquetRow[] = [];
  let columns = new Map<string, ParquetColumn>();
  for (const part of parts.toSorted(byBytes)) {
    const source = await openCompanion(model, part, contents.observations);
    if (!source) continue;
    const table = await readParquet(source, limits);
    columns = table.columns;
    for (const row of table.rows) rows.push(row);
  }
  const tensors: Tensor[] = [];
  for (const [path, { type, meaning }] of columns) {
    const name = joinName(prefix, path);
    const known = TYPES[type];
    if (known === undefined) continue;
    if (meaning !== undefined) {
      contents.observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: `expected numbers of type ${type} in the column "${path}", found ${meaning}`,
        name,
      });
      continue;
    }
    const values = rows.map((row) => valueAt(row, path));
    const tensor = columnTensor(name, values, known);
    if (tensor) tensors.push(tensor);
  }
  return tensors;
}

function valueAt(row: ParquetRow, path: string): ParquetValue {
  let value: ParquetValue = row;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) return null;
    value = value[key] ?? null;
  }
  return value;
}

/** A column of numbers is a vector; one of lists of equal length is a matrix, or a vector where there is one row. Null for others. */
function columnTensor(
  name: string,
  values: readonly ParquetValue[],
  [dtype, itemBytes]: readonly [string, number],
): Tensor | null {
  const lists = values.map((value) => (Array.isArray(value) ? value : null));
  const isList = lists.every((list) => list !== null);
  const width = lists[0]?.length ?? 0;
  if (values.length === 0 || (isList && !lists.every((list) => list?.length === width))) return null;
  const flat = isList ? lists.flatMap((list) => list ?? []) : values;
  if (!flat.every((value) => typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'))
    return null;
  const shape = isList ? (values.length === 1 ? [width] : [values.length, width]) : [values.length];
  const bytes = Buffer.alloc(flat.length * itemBytes);
  for (const [i, value] of flat.entries()) write(bytes, i * itemBytes, dtype, value as number | bigint | boolean);
  return { info: { name, dtype, shape, byteLength: bytes.length }, values: inMemory(() => bytes) };
}

function write(bytes: Buffer, at: number, dtype: string, value: number | bigint | boolean): void {
  if (dtype === 'float64') bytes.writeDoubleLE(Number(value), at);
  else if (dtype === 'float32') bytes.writeFloatLE(Number(value), at);
  else if (dtype === 'int32') bytes.writeInt32LE(Number(integer(value, 32)), at);
  else if (dtype === 'int64') bytes.writeBigInt64LE(integer(value, 64), at);
  else bytes[at] = value ? 1 : 0;
}

/** A value of that many bits; damaged pages yield others. */
function integer(value: number | bigint | boolean, bits: 32 | 64): bigint {
  const whole = typeof value === 'number' && !Number.isInteger(value) ? undefined : BigInt(value);
  if (whole === undefined || BigInt.asIntN(bits, whole) !== whole)
    throw new FormatError('invalid-structure', `expected an integer of ${bits} bits, found ${value}`);
  return whole;
}
