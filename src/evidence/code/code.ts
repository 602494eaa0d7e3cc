import type { Collection } from '../../collect/collection.js';
import type { Inspection } from '../../formats/inspection.js';
import type { Evidence } from '../evidence.js';
import type { Statement } from '../languages/program.js';
import type { Parsers } from '../languages/read-program.js';
import { syntaxParsers } from '../languages/syntax.js';
import { provenLinks, readLinks, withLinks } from '../links/links.js';
import { baseModelRows } from './base-models.js';
import { codeDataSources } from './data-sources.js';
import { determinismRows } from './determinism.js';
import { hyperparameterRows } from './hyperparameters.js';
import { blocksOf } from './modules.js';
import { packageOf } from './names.js';
import { type Repository, readRepository } from './repository.js';
import { rolesOf } from './roles.js';
import { scriptRows } from './scripts.js';
import { seedRows } from './seed-rows.js';
import { trainingRows } from './training.js';
import { unsafeLoadRows } from './unsafe-loads.js';
import { knownModels } from './writes.js';

/** The parts of Evidence that come from source code, and the packages that it imports. */
export type CodeEvidence = Pick<
  Evidence,
  | 'scripts'
  | 'seeds'
  | 'training'
  | 'determinism'
  | 'hyperparameters'
  | 'baseModels'
  | 'dataSources'
  | 'unsafeLoads'
  | 'unread'
> & {
  imported: Set<string>;
};

/** Reads all code of a repository: Python, R, Julia, shell, notebooks and literate documents. Nothing is executed. */
export async function gatherCode(
  collection: Collection,
  inspections: readonly Inspection[],
  parsers: Parsers = syntaxParsers(),
): Promise<CodeEvidence> {
  const links = await readLinks(collection);
  const repository = await readRepository(collection, parsers);
  const roles = rolesOf(repository);
  const models = knownModels(inspections);
  const scripts = withLinks(scriptRows(repository, roles, models), await provenLinks(links, inspections, collection));
  return {
    scripts,
    seeds: seedRows(repository, roles),
    training: trainingRows(repository, roles, scripts, models),
    determinism: determinismRows(repository, roles),
    hyperparameters: hyperparameterRows(repository, roles),
    baseModels: baseModelRows(repository, roles),
    dataSources: codeDataSources(repository, roles, collection),
    unsafeLoads: unsafeLoadRows(repository),
    unread: repository.unread,
    imported: importedPackages(repository),
  };
}

/** Packages that the code asks for by `import`, `library()`, `pkg::f` or `using`. */
function importedPackages(repository: Repository): Set<string> {
  const found = new Set<string>();
  const visit = (statements: Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'import' && statement.level === 0) found.add(packageOf(statement.module));
      for (const block of blocksOf(statement)) visit(block);
    }
  };
  for (const { program, language } of repository.modules) {
    visit(program.statements);
    if (language !== 'r') continue;
    for (const { text } of program.statements)
      for (const [, name] of text.matchAll(
        /\b(?:library|require|requireNamespace|p_load)\(\s*["']?([\w.]+)|\b([A-Za-z][\w.]*)::/g,
      ))
        if (name !== undefined) found.add(name);
  }
  return found;
}
