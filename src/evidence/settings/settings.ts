import type { Collection } from '../../collect/collection.js';
import type { Evidence } from '../evidence.js';

/** What configuration, metrics and run records say; the parts of Evidence that do not come from code. */
export type Settings = Pick<
  Evidence,
  'seeds' | 'hyperparameters' | 'metrics' | 'hardware' | 'dataSources' | 'baseModels' | 'cost' | 'unread'
>;

/** Reads parameter files, pipeline locks, metrics, model cards and run records of a repository. */
export async function gatherSettings(_collection: Collection): Promise<Settings> {
  return {
    seeds: [],
    hyperparameters: [],
    metrics: [],
    hardware: [],
    dataSources: [],
    baseModels: [],
    cost: {},
    unread: [],
  };
}
