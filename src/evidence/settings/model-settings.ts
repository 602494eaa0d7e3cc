import { folderAbove } from '../../formats/file-access.js';
import type { Fact } from '../../formats/format.js';
import type { Inspection } from '../../formats/inspection.js';
import { libraryOfSeedKey, seedsIn } from './config-seeds.js';
import { leavesOf, scalarOfText, valuesOf } from './leaves.js';
import { addMachine } from './parameter-files.js';
import { emptySettings, type Settings } from './reader.js';

/** Where frameworks keep the settings of a training in what it wrote: Lightning, Ultralytics, timm and those who do like them. */
const BY_KEY = /^(?:hyper_parameters|hparams|train_args|args|opt)\.(.+)$/;
/** LightGBM's text and the arguments of Hugging Face's Trainer hold nothing else. */
const BY_PLACE = /^parameters#|(^|\/)training_args\.bin!/;

/** Settings and seeds that the models themselves hold: their run wrote them, so they are those that were used. */
export function modelSettings(inspections: readonly Inspection[]): Settings {
  const into = emptySettings();
  for (const { path, companions, contents } of inspections) {
    const groups = new Map<string, Map<string, unknown>>();
    for (const fact of contents.facts) {
      const name = BY_PLACE.test(fact.where) ? fact.key : BY_KEY.exec(fact.key)?.[1];
      if (name === undefined || name === 'class') continue;
      const source = memberOf(fact, path, companions);
      const group = groups.get(source) ?? new Map<string, unknown>();
      groups.set(source, group.set(name, typeof fact.value === 'string' ? scalarOfText(fact.value) : fact.value));
    }
    for (const [source, values] of groups) addGroup(source, values, into);
  }
  return into;
}

/** The file that holds a fact: of a model that is a directory, one of its files. */
function memberOf({ where }: Fact, path: string, companions: readonly string[]): string {
  const member = `${folderAbove(path)}${where.split('!')[0]}`;
  return companions.includes(member) ? member : path;
}

function addGroup(source: string, values: ReadonlyMap<string, unknown>, into: Settings): void {
  // Seeds of the parts of a method follow from its own, and nobody sets them.
  const hasOwn = values.has('seed');
  const told = [...values].filter(([name]) => !hasOwn || name === 'seed' || libraryOfSeedKey(name) !== 'lightgbm');
  const leaves = leavesOf(Object.fromEntries(told));
  if (leaves.length < 2) return;
  into.hyperparameters.push({ source, values: valuesOf(leaves) });
  into.seeds.push(...seedsIn({ value: Object.fromEntries(told), lineOf: () => 1 }, source, true));
  addMachine(leaves, () => source, into);
  for (const { name, value } of leaves)
    if (name === 'deterministic' && value !== null)
      into.determinism.push({ path: source, line: 1, flag: name, value: String(value) });
}
