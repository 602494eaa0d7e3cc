import type { Collection } from '../../collect/collection.js';
import { storedRuns } from '../stores/stores.js';
import { seedsIn } from './config-seeds.js';
import { isMeasure, metricOf } from './metrics-files.js';
import type { Settings } from './reader.js';
import { mlflowSource } from './trackers.js';

/** What trackers keep in files of their own forms: MLflow's database, logs of Weights & Biases. Such files have no lines. */
export async function addStoredRuns(collection: Collection, into: Settings): Promise<void> {
  for (const { path, runs, unread } of await storedRuns(collection)) {
    if (unread !== undefined) into.unread.push({ path, reason: unread });
    for (const run of runs.filter(({ failed }) => failed === undefined)) {
      const where = run.place;
      if (Object.keys(run.parameters).length > 0) into.hyperparameters.push({ source: where, values: run.parameters });
      into.seeds.push(...seedsIn({ value: run.parameters, lineOf: () => 1 }, path, true));
      for (const [name, value] of Object.entries(run.metrics))
        if (isMeasure(name)) into.metrics.push(metricOf(name, value, where));
      into.hardware.push(...run.hardware.map((fact) => ({ ...fact, where })));
      if (run.seconds !== undefined) into.cost.trainingSeconds ??= run.seconds;
      for (const { type, source, digest } of run.data) {
        const found = mlflowSource(source, type, digest);
        if (found) into.dataSources.push({ ...found, path, line: 1, packed: false });
      }
    }
  }
}
