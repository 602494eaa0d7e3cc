import type { Collection } from '../collect/collection.js';
import type { Inspection } from '../formats/inspection.js';
import { gatherCheckpoints } from './checkpoints/checkpoints.js';
import { gatherCode } from './code/code.js';
import { gatherDocuments } from './documents/documents.js';
import { gatherEnvironments } from './environments/environments.js';
import type { Evidence, Seed } from './evidence.js';
import { gatherRuns } from './runs.js';
import { modelSettings } from './settings/model-settings.js';
import { gatherPersonal } from './settings/personal.js';
import type { Settings } from './settings/reader.js';
import { gatherSettings } from './settings/settings.js';

/** Everything the repository says about how its models came to be: code, settings, environments, documents. */
export async function gather(collection: Collection, inspections: readonly Inspection[]): Promise<Evidence> {
  const { imported, scripts, training, ...code } = await gatherCode(collection, inspections);
  const settings = joined(await gatherSettings(collection), modelSettings(inspections));
  const runs = await gatherRuns(collection, inspections);
  const personal = await gatherPersonal(collection);
  const checkpoints = await gatherCheckpoints(collection, inspections, scripts);
  return {
    schema: 'modelbag/evidence/1',
    scripts,
    seeds: mergedSeeds(code.seeds, settings.seeds),
    training,
    determinism: [...code.determinism, ...settings.determinism],
    hyperparameters: [...code.hyperparameters, ...settings.hyperparameters],
    hardware: settings.hardware,
    metrics: settings.metrics,
    baseModels: unique([...code.baseModels, ...settings.baseModels], ({ name, where }) => `${name}\0${where}`),
    ...(await gatherEnvironments(collection, imported)),
    dataSources: unique(
      [...code.dataSources, ...settings.dataSources],
      ({ kind, value, path, line }) => `${kind}\0${value}\0${path}\0${line}`,
    ),
    ...(code.unsafeLoads && { unsafeLoads: code.unsafeLoads }),
    documents: await gatherDocuments(collection),
    ...(runs.length > 0 && { runs }),
    ...(personal.length > 0 && { personal }),
    ...(checkpoints.length > 0 && { checkpoints }),
    cost: settings.cost,
    unread: unique([...code.unread, ...settings.unread], ({ path, reason }) => `${path}\0${reason}`),
  };
}

/** What files say, and after it what the models say of themselves. */
const joined = (files: Settings, models: Settings): Settings => ({
  ...files,
  seeds: [...files.seeds, ...models.seeds],
  determinism: [...files.determinism, ...models.determinism],
  hyperparameters: [...files.hyperparameters, ...models.hyperparameters],
  hardware: [...files.hardware, ...models.hardware],
});

/** A key of a configuration that code was seen to use is known better there: by library and purpose. */
function mergedSeeds(fromCode: readonly Seed[], fromSettings: readonly Seed[]): Seed[] {
  const seen = new Set(fromCode.map(({ path, line }) => `${path}\0${line}`));
  return [
    ...fromCode,
    ...fromSettings.filter(({ path, line, how }) => how !== 'config' || !seen.has(`${path}\0${line}`)),
  ];
}

const unique = <T>(rows: readonly T[], key: (row: T) => string): T[] => [
  ...new Map(rows.map((row) => [key(row), row])).values(),
];
