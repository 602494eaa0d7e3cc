import { byBytes } from '../bytes/order.js';
import type { OpenByteSource } from '../bytes/source.js';
import { nameOf } from '../formats/file-access.js';
import { type FoundModel, findModels } from '../formats/find-models.js';
import { extensionOf } from '../formats/glimpse.js';
import type { CollectedFile, ModelCandidate, Role } from './collection.js';
import { isModelPath, judgeModel } from './model-judgment.js';
import type { Decision } from './roles.js';
import { isExportPath, isRun, stagesOf } from './stages.js';
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
/** Programs and documents in which the name of a checkpoint may stand. */
const TELLING = /\.(py|ipynb|r|rmd|qmd|jl|sh|md|rst|ya?ml|toml)$/i;
const TELLING_BYTES = 1024 * 1024;
const TELLING_FILES = 500;

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
  const all = [...models, ...named.map(({ entry }) => ({ entry }))];
  const stages = stagesOf(
    all,
    await mentions(
      all.map(({ entry }) => entry),
      input,
    ),
  );
  for (const { entry, companions } of models)
    if (stages.get(entry) === 'export')
      for (const path of [entry, ...companions])
        roles.set(path, { role: 'export', why: 'open copy of a model beside it' });
  const candidates: ModelCandidate[] = [...models, ...named.map(({ entry }) => ({ entry, companions: [] }))].map(
    ({ entry, companions }) => ({
      entry,
      companions,
      stage: roles.get(entry)?.role === 'export' ? 'export' : (stages.get(entry) ?? 'final'),
    }),
  );
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

/** Tells whether a program or document of the tree names a file; reads them only where there are several checkpoints. */
async function mentions(entries: readonly string[], input: CandidateInput): Promise<(name: string) => boolean> {
  const names = new Set(entries.map(nameOf));
  if (!isRun(entries)) return () => false;
  const seen = new Set<string>();
  const telling = input.files
    .filter(({ path, size }) => TELLING.test(path) && size <= TELLING_BYTES)
    .slice(0, TELLING_FILES);
  for (const { path } of telling) {
    const source = await input.open(path);
    const text = Buffer.from(await source.read(0, source.size)).toString('latin1');
    await source.close();
    for (const name of names) if (!seen.has(name) && isNamed(name, text)) seen.add(name);
  }
  return (name) => seen.has(name);
}

/** True where a text has a name as a whole, not as the end of a longer one. */
function isNamed(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\w.-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + name.length))) return true;
  return false;
}
