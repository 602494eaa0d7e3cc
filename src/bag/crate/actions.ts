import { everyState } from '../../assess/sets.js';
import { grouped } from '../../bytes/grouped.js';
import type { Script } from '../../evidence/evidence.js';
import type { BagFacts } from '../facts.js';
import { type Entity, oneLine, oneOrMany, type Reference, reference } from './entity.js';
import type { Files } from './files.js';
import type { Inputs } from './inputs.js';
import { softwareId } from './software.js';
import { crateVersion } from './version.js';

/**
 * What was done: trainings, exports, and the archiving. Times and agents of runs are not in the repository and therefore
 * not said. The shape is that of Process Run Crate.
 */
export function actions(facts: BagFacts, files: Files, inputs: Inputs): Entity[] {
  const { needsInstrument } = crateVersion(facts);
  const done = [...trainings(facts, files, inputs), ...exportsOf(facts, files), archiving(facts)];
  return [...done.filter(({ instrument }) => instrument || !needsInstrument), ...comparisons(facts, files)];
}

function trainings(facts: BagFacts, files: Files, inputs: Inputs): Entity[] {
  const { scripts, training, runs = [] } = facts.assessment.evidence;
  const trainers = scripts.filter((script) => script.role === 'train' && files.fileReference(script.path));
  return trainers.flatMap((script, i): Entity[] => {
    const written = unique(modelsWritten(script).flatMap((path) => files.modelReference(path) ?? []));
    const only = written.length === 0 && trainers.length === 1;
    const results = only ? unique(nativeModels(facts).flatMap((path) => files.modelReference(path) ?? [])) : written;
    if (results.length === 0) return [];
    const answer = training.find((row) => row.script === script.path);
    const run = runs.find((each) => each.script === script.path && each.outputs.some(({ state }) => state === 'same'));
    const record = run && files.fileReference(run.path);
    const description = [
      `Run of ${oneLine(script.path)}`,
      only ? 'taken for the origin of the models because it is the only training script' : '',
      answer ? `fixed random seeds: ${answer.seeded}` : '',
      run ? `recorded run: ${oneLine(run.command.join(' '))}` : '',
    ];
    return [
      {
        '@id': `#train-${i + 1}`,
        '@type': 'CreateAction',
        name: oneLine(`Training by ${script.path}`),
        description: description.filter((part) => part !== '').join('; '),
        instrument: files.fileReference(script.path),
        object: oneOrMany(unique([...inputs.shared, ...inputs.seedsOf(script.path), ...(record ? [record] : [])])),
        result: oneOrMany(results),
        environment: oneOrMany(inputs.environment),
      },
    ];
  });
}

const modelsWritten = (script: Script): string[] => script.writes.flatMap((write) => write.model ?? []);

/** Models of the project that are nobody's open copy. */
function nativeModels(facts: BagFacts): string[] {
  const copies = new Set(everyState(facts.assessment.sets).flatMap((set) => set.open));
  return facts.assessment.models.map(({ path }) => path).filter((path) => !copies.has(path) && !facts.made.has(path));
}

/** Copies of the project by its scripts, and those that were made for the bag by the program that packs it. */
function exportsOf(facts: BagFacts, files: Files): Entity[] {
  const [made, writers] = [copiesMade(facts), writersOf(facts, files)];
  return everyState(facts.assessment.sets).flatMap((set, i): Entity[] => {
    const native = files.modelReference(set.native);
    if (!native) return [];
    const theirs = set.open.filter((path) => !facts.made.has(path));
    const equality =
      set.proof === 'tensors'
        ? 'equality proven tensor by tensor'
        : set.stale
          ? 'the copy differs from the model'
          : 'equality not proven';
    const copying = (
      id: string,
      paths: readonly string[],
      instruments: readonly Reference[],
      how: string,
    ): Entity[] => {
      const results = unique(paths.flatMap((path) => files.modelReference(path) ?? []));
      if (results.length === 0) return [];
      return [
        {
          '@id': id,
          '@type': 'CreateAction',
          name: oneLine(`Open copy of ${set.native}`),
          description: `Copy in an open format${how}`,
          instrument: oneOrMany(instruments),
          object: native,
          result: oneOrMany(results),
        },
      ];
    };
    return [
      ...copying(
        `#export-${i + 1}`,
        theirs,
        unique(theirs.flatMap((path) => writers.get(path) ?? [])),
        `; ${equality}`,
      ),
      ...copying(
        `#export-${i + 1}-made`,
        made.get(set.native) ?? [],
        [reference(softwareId(facts))],
        ', made for the archive; read back and compared with the model, see the proof beside it',
      ),
    ];
  });
}

/** Model → files of its copies that were made for the bag, whether or not their names lead to it. */
const copiesMade = ({ made }: BagFacts): Map<string, string[]> =>
  grouped([...made].flatMap(([path, { kind, native }]) => (kind === 'copy' ? [[native, path]] : [])));

/** Model → scripts that write it. */
const writersOf = ({ assessment }: BagFacts, files: Files): Map<string, Reference[]> =>
  grouped(
    assessment.evidence.scripts.flatMap((script) => {
      const writer = files.fileReference(script.path);
      return writer ? modelsWritten(script).map((path): [string, Reference] => [path, writer]) : [];
    }),
  );

/** Open copies that were compared with their models, tensor by tensor, when the bag was packed. */
function comparisons(facts: BagFacts, files: Files): Entity[] {
  return everyState(facts.assessment.sets).flatMap((set, i): Entity[] => {
    const compared = unique([set.native, ...set.open].flatMap((path) => files.modelReference(path) ?? []));
    if (set.proof !== 'tensors' || compared.length < 2) return [];
    return [
      {
        '@id': `#verification-${i + 1}`,
        '@type': 'AssessAction',
        name: oneLine(`Comparison of the open copy of ${set.native}`),
        description:
          'Every tensor of the copy has the digest of its values that the model has; evidence.json lists them',
        instrument: reference(softwareId(facts)),
        object: oneOrMany(compared),
      },
    ];
  });
}

function archiving(facts: BagFacts): Entity {
  return {
    '@id': '#archiving',
    '@type': 'CreateAction',
    name: `Archiving of ${oneLine(facts.title)} ${oneLine(facts.tag)}`,
    description: 'Collected, inspected without executing anything, assessed and packed',
    instrument: reference(softwareId(facts)),
    result: reference('./'),
  };
}

const unique = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((each) => [each['@id'], each])).values(),
];
