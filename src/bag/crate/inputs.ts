import type { DataSource } from '../../evidence/evidence.js';
import type { BagFacts, PackedFile } from '../facts.js';
import { type Entity, oneLine, type Reference, reference } from './entity.js';
import type { Files } from './files.js';

/** What went into the trainings. */
export interface Inputs {
  /** Settings, training data and cited sources. */
  shared: Reference[];
  seedsOf(script: string): Reference[];
  /** Hardware and determinism flags. */
  environment: Reference[];
  entities: Entity[];
}

/** Settings listed one by one; a sweep of thousands stays in evidence.json. */
const MOST_SETTINGS = 200;

/** Settings, seeds, data and environment of the trainings, each with the place it was found. */
export function inputs(facts: BagFacts, files: Files): Inputs {
  const { seeds, determinism, hardware, dataSources } = facts.assessment.evidence;
  const packed = packedInputs(facts, files);
  const sources = sourceEntities(dataSources);
  const settings = settingEntities(facts);
  const seedEntities = seeds
    .filter((seed) => seed.value !== null && (seed.scope === 'training' || seed.scope === 'split'))
    .map((seed, i) => ({
      path: seed.path,
      entity: property(`#seed-${i + 1}`, `seed (${seed.library})`, seed.value, `${seed.path}:${seed.line}`),
    }));
  const environment = [
    ...determinism.map((flag, i) =>
      property(`#determinism-${i + 1}`, flag.flag, flag.value, `${flag.path}:${flag.line}`),
    ),
    ...hardware.map((item, i) => property(`#hardware-${i + 1}`, item.key, item.value, item.where)),
  ];
  const refer = (entities: readonly Entity[]): Reference[] => entities.map((entity) => reference(entity['@id']));
  const scripts = new Set(facts.assessment.evidence.scripts.map((script) => script.path));
  return {
    shared: [...packed, ...refer(sources), ...refer(settings)],
    // A seed in a file that is no script by itself (a module, a configuration) counts for every training.
    seedsOf: (script) =>
      refer(seedEntities.filter((seed) => seed.path === script || !scripts.has(seed.path)).map((seed) => seed.entity)),
    environment: refer(environment),
    entities: [...sources, ...settings, ...seedEntities.map((seed) => seed.entity), ...environment],
  };
}

/** Files of training data listed one by one; of more their folder, since every training would list them all. */
const MOST_DATA_FILES = 200;

/** Settings and training data in the payload. */
function packedInputs({ files: all }: BagFacts, files: Files): Reference[] {
  const isData = ({ role }: PackedFile): boolean => role === 'training-data';
  const inFolder = all.filter(isData).length > MOST_DATA_FILES;
  const listed = all.filter(
    (file) => (isData(file) && !inFolder) || (file.role === 'config' && !isHidden(file.original)),
  );
  const references = listed.flatMap((file) => files.fileReference(file.original) ?? []);
  return inFolder ? [...references, files.folderReference('training-data')] : references;
}

/** `.github/…`, `.gitignore`: settings of tools around the repository, no input of a training. */
const isHidden = (path: string): boolean => path.split('/').some((segment) => segment.startsWith('.'));

function settingEntities(facts: BagFacts): Entity[] {
  const settings = facts.assessment.evidence.hyperparameters.flatMap(({ source, values }) =>
    Object.entries(values)
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([key, value]) => ({ key, value, source })),
  );
  return settings
    .slice(0, MOST_SETTINGS)
    .map(({ key, value, source }, i) => property(`#setting-${i + 1}`, key, value, source));
}

function property(id: string, name: string, value: unknown, where: string): Entity {
  return {
    '@id': id,
    '@type': 'PropertyValue',
    name: oneLine(name) || 'unnamed',
    value: typeof value === 'string' ? oneLine(value) : value,
    description: `found in ${oneLine(where)}`,
  };
}

/** Cited data, once each, by its web address where it has one. */
function sourceEntities(sources: readonly DataSource[]): Entity[] {
  const entities = new Map<string, Entity>();
  for (const source of sources) {
    const key = `${source.kind} ${source.value} ${source.revision ?? ''}`;
    if (source.kind === 'local' || entities.has(key)) continue;
    const address = addressOf(source);
    const taken = [...entities.values()].some((entity) => entity['@id'] === address);
    entities.set(key, {
      '@id': address && !taken ? address : `#data-source-${entities.size + 1}`,
      '@type': 'CreativeWork',
      name: oneLine(source.value) || source.kind,
      description: `Training data cited in ${oneLine(source.path)}:${source.line}${source.revision ? `, revision ${oneLine(source.revision)}` : ''}`,
    });
  }
  return [...entities.values()];
}

function addressOf({ kind, value }: DataSource): string | undefined {
  const text =
    kind === 'doi'
      ? `https://doi.org/${value.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)/i, '')}`
      : kind === 'hf-dataset' && !value.includes('://')
        ? `https://huggingface.co/datasets/${value}`
        : value;
  return /^https?:\/\/[^\s"<>\\^`{|}%[\]]+$/i.test(text) && URL.canParse(text) ? text : undefined;
}
