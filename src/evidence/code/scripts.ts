import type { Script } from '../evidence.js';
import type { Repository } from './repository.js';
import { callsOf, type Role } from './roles.js';
import { isTest } from './test-files.js';
import type { Module } from './value.js';
import { type KnownModel, scriptWrites, type Write, writeOf } from './writes.js';

/** Files of code with what they are for and the models they write. Files that only define things are left out. */
export function scriptRows(
  repository: Repository,
  roles: ReadonlyMap<Module, Role>,
  models: readonly KnownModel[],
): Script[] {
  const writes = writesByProgram(repository);
  const rows = repository.modules.flatMap((module): Script[] => {
    const role = roles.get(module) ?? 'other';
    const found = scriptWrites(writes.get(module) ?? [], module.path, models, role === 'train' || role === 'export');
    const says =
      role !== 'other' ||
      found.length > 0 ||
      (repository.entries.has(module) && module.program.statements.length > 0 && !NO_PROGRAM.test(module.path));
    if (!says || (isTest(module) && found.length === 0)) return [];
    return [{ path: module.path, language: module.language, role, writes: found }];
  });
  return [...merged(rows), ...shellRows(repository, roles)];
}

/** Files that tools read, or that mark a package. */
const NO_PROGRAM =
  /(^|\/)(__init__|setup|conf|conftest|wsgi|asgi|\w+_config|manage|noxfile|tasks|versioneer)\.py$|(^|\/)\.?Rprofile$/;

/** A notebook of two languages is one script. */
function merged(rows: Script[]): Script[] {
  const byPath = new Map<string, Script>();
  for (const row of rows) {
    const first = byPath.get(row.path);
    if (first === undefined) byPath.set(row.path, row);
    else
      byPath.set(row.path, {
        ...first,
        role: first.role === 'other' ? row.role : first.role,
        writes: [...first.writes, ...row.writes],
      });
  }
  return [...byPath.values()];
}

/** Writes of each file itself, and of the programs that lead there, at the line where they do. */
function writesByProgram(repository: Repository): Map<Module, Write[]> {
  const found = new Map<Module, Write[]>();
  const add = (module: Module, write: Write): void => {
    const list = found.get(module);
    if (list === undefined) found.set(module, [write]);
    else list.push(write);
  };
  for (const trace of repository.traces) {
    for (const event of callsOf(trace)) {
      const write = writeOf(event);
      if (write === undefined) continue;
      if (event.module === trace.main || event.via === undefined) add(event.module, write);
      else if (event.reached) {
        const { cell: _, ...rest } = write;
        add(trace.main, { ...rest, ...event.via });
        add(event.module, write);
      }
    }
  }
  return new Map([...found].map(([module, list]) => [module, clearest(list)]));
}

/** Of several views of one place, those that know a path; of these all, since one place may write many files. */
function clearest(writes: Write[]): Write[] {
  const known = new Set(
    writes
      .filter(({ pattern }) => pattern !== undefined)
      .map(({ line, cell, how }) => `${line}\0${cell ?? ''}\0${how}`),
  );
  return writes.filter(
    ({ pattern, line, cell, how }) => pattern !== undefined || !known.has(`${line}\0${cell ?? ''}\0${how}`),
  );
}

/** Shell scripts take the role of the program that they start; else they fetch data. */
function shellRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Script[] {
  const byName = new Map(
    repository.modules.map((module) => [
      module.path.slice(module.path.lastIndexOf('/') + 1),
      roles.get(module) ?? 'other',
    ]),
  );
  return repository.shells
    .filter(({ form }) => form === 'script')
    .map((shell): Script => {
      const started = shell.commands.flatMap(({ words }) =>
        words
          .filter((word) => /\.(py|R|jl)$/.test(word))
          .map((word) => byName.get(word.slice(word.lastIndexOf('/') + 1)) ?? 'other'),
      );
      const fetches = shell.commands.some(({ words }) => FETCH.test(words.join(' ')));
      const role = ORDER.find((kind) => started.includes(kind)) ?? (fetches ? 'preprocess' : 'other');
      return { path: shell.path, language: 'shell', role, writes: [] };
    })
    .filter(({ role }) => role !== 'other');
}
const ORDER: Role[] = ['train', 'export', 'evaluate', 'preprocess', 'inference'];
const FETCH =
  /^(\S*\/)?(wget|curl|kaggle|aws s3|gsutil|gdown|dvc pull|huggingface-cli download|hf download|zenodo_get|osf|rclone|unzip|tar)\b|\bkaggle (datasets|competitions)\b/;
