import { createRequire } from 'node:module';
import { once } from '../bytes/once.js';
import { oncePerText } from '../bytes/once-per.js';
import roots from './library-roots.json' with { type: 'json' };

/** What lies below one package of Python, as `scripts/library-names.py` read it out of the sources. */
interface Library {
  /** As PyPI calls it. */
  package: string;
  /** Names by module, with blanks between them. */
  modules: Record<string, string>;
}

/** A module of a well-known library with the names that files may refer to. */
export interface LibraryModule {
  package: string;
  names: ReadonlySet<string>;
}

const ROOTS = once(() => new Set(roots));
/** Megabytes in all, of which a file needs a few: each is read when a name that begins with it is first looked up. */
const libraryBelow = oncePerText((root: string): Library | null =>
  ROOTS().has(root) ? createRequire(import.meta.url)(`./library-names/${root}.json`) : null,
);

/** Modules already asked for. Only what the lists have is kept: a hostile file may name millions of modules. */
const modules = new Map<string, LibraryModule>();

/** A module by its dotted name; null where no list has it. */
export function libraryModule(module: string): LibraryModule | null {
  const known = modules.get(module);
  if (known !== undefined) return known;
  const library = libraryBelow(module.split('.', 1)[0] as string);
  if (library === null || !Object.hasOwn(library.modules, module)) return null;
  const made = { package: library.package, names: new Set((library.modules[module] as string).split(' ')) };
  modules.set(module, made);
  return made;
}
