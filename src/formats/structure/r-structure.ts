import type { ByteSource } from '../../bytes/source.js';
import { classesOf, memberOf, membersOf, type RObject, readSerialization } from '../../containers/r-serialization.js';
import { isModel } from '../r-private-data.js';
import type { Origin } from './origin.js';
import { coefficientModel, originOf } from './r-coefficients.js';
import { textOfCall } from './r-expression.js';
import { forestModel } from './r-forest.js';
import { RReading } from './r-reading.js';
import { isRegression, regressionModel } from './r-regression.js';
import { rpartModel } from './r-tree.js';
import type { ClusterModel } from './statistical-model.js';
import type { Structure } from './structure.js';

type ReadModel = (object: RObject, origin: Origin, reading: RReading) => Promise<Structure | null>;

/** Readers by class; every other model is what its coefficients say. */
const READERS: Readonly<Record<string, ReadModel>> = {
  rpart: rpartModel,
  randomForest: forestModel,
  kmeans: clusterModel,
};

/** The model that an R file holds: its object, or the only model of a workspace. */
export async function rStructure(source: ByteSource): Promise<Structure | null> {
  const { value, header, input } = await readSerialization(source);
  const models =
    header.magic === null
      ? [value]
      : membersOf(value)
          .map((member) => member.value)
          .filter(isModel);
  const [object] = models;
  if (!object || models.length > 1) return null;
  const reading = new RReading(input);
  const origin = originOf(object, header.writer);
  for (const name of classesOf(object)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read) return read(object, origin, reading);
  }
  const model = await coefficientModel(object, origin, reading);
  return model && isRegression(object) ? ((await regressionModel(object, model, reading)) ?? model) : model;
}

/** Centers of `kmeans`, one row a cluster. */
async function clusterModel(object: RObject, origin: Origin, reading: RReading): Promise<ClusterModel | null> {
  const matrix = await reading.matrix(memberOf(object, 'centers'));
  if (!matrix) return null;
  const { rows, columns, columnNames, at } = matrix;
  return {
    kind: 'clusters',
    origin,
    call: textOfCall(memberOf(object, 'call')),
    fields: Array.from({ length: columns }, (_, i) => ({ name: columnNames?.[i] ?? `V${i + 1}`, kind: 'numeric' })),
    centers: Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => at(row, column))),
    sizes: await reading.numbers(memberOf(object, 'size')),
  };
}
