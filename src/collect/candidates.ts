import { byBytes } from '../bytes/order.js';
import type { OpenByteSource } from '../bytes/source.js';
import { type FoundModel, findModels } from '../formats/find-models.js';
import { extensionOf } from '../formats/glimpse.js';
import type { CollectedFile, ModelCandidate, Role } from './collection.js';
import { isModelPath, judgeModel } from './model-judgment.js';
import { isExportPath, openCopies } from './open-copies.js';
import type { Decision } from './roles.js';

import { treeAccess } from './tree-access.js';

/** Models of a tree, and the roles of their files. */
export interface Candidates {
  models: ModelCandidate[];
  roles: Map<string, Decision>;
}

export interface CandidateInput {
  files: readonly CollectedFile[];
  /** Paths whose content cannot be had. */
  unread: ReadonlySet<string>;
  /** How the configuration says that a path is a model: `exactly` this file, or one `among` those of a pattern. */
  declared(path: string): 'exactly' | 'among' | undefined;
  /** What a file is by its name and beginning, models aside. */
  roleOf(path: string): Role;
  open(path: string): Promise<OpenByteSource>;
}

/** Text formats in which small models are exported. */
const TEXT_EXPORT = /^\.(csv|tsv|json|txt|xml|npy|npz)$/;

/** Finds models by content, adds what the configuration or a name says is one although it cannot be read as such. */
export async function findCandidates(input: CandidateInput): Promise<Candidates> {
  const access = treeAccess(
    input.open,
    input.files.map((file) => file.entry),
  );
  const found = await findModels(
    input.files.map((file) => file.path),
    access,
  );
  const models: FoundModel[] = [];
  const roles = new Map<string, Decision>();
  const others = new Map<string, string>();
  for (const model of found) {
    const judged = input.declared(model.entry)
      ? { isModel: true, why: 'declared under models' }
      : await judgeModel(model, access);
    if (judged.isModel) {
      models.push(model);
      for (const path of [model.entry, ...model.companions]) roles.set(path, { role: 'model', why: judged.why });
    } else others.set(model.entry, judged.why);
  }
  const named = namedModels(input, roles, others, models.length > 0);
  const copies = openCopies([...models, ...named.map(({ entry }) => ({ entry }))]);
  for (const { entry, companions } of models)
    if (copies.has(entry))
      for (const path of [entry, ...companions])
        roles.set(path, { role: 'export', why: 'open copy of a model beside it' });
  const candidates: ModelCandidate[] = [
    ...models.map(({ entry, companions }) => ({ entry, companions })),
    ...named.map(({ entry }) => ({ entry, companions: [] })),
  ];
  return { models: candidates.sort((a, b) => byBytes(a.entry, b.entry)), roles };
}

/** Files that content does not prove to be models: declared ones, text exports, and those that cannot be read. */
function namedModels(
  input: CandidateInput,
  roles: Map<string, Decision>,
  judgedOther: ReadonlyMap<string, string>,
  hasModels: boolean,
): { entry: string }[] {
  const named: { entry: string }[] = [];
  for (const { path } of input.files) {
    if (roles.has(path)) continue;
    if (isDeclaredModel(path, input)) {
      roles.set(path, { role: 'model', why: 'declared under models' });
      named.push({ entry: path });
    } else if (hasModels && isExportPath(path) && TEXT_EXPORT.test(extensionOf(path))) {
      roles.set(path, { role: 'export', why: 'text in a folder of exports' });
      named.push({ entry: path });
    } else if (!judgedOther.has(path) && isModelPath(path)) {
      roles.set(path, { role: 'model', why: 'extension of a model' });
      named.push({ entry: path });
    }
  }
  for (const path of input.unread) if (input.declared(path) || isModelPath(path)) named.push({ entry: path });
  return named;
}

/** A pattern such as `models/**` also covers the README beside the models. */
const isDeclaredModel = (path: string, input: CandidateInput): boolean => {
  const declared = input.declared(path);
  return declared === 'exactly' || (declared === 'among' && /^(training-data|metrics|other)$/.test(input.roleOf(path)));
};
