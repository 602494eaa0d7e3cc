import type { Collection } from '../../collect/collection.js';
import { readText } from '../read-text.js';

/** Programs and documents in which the name of a checkpoint may stand. */
const TELLING = /\.(py|ipynb|r|rmd|qmd|jl|sh|md|rst|ya?ml|toml)$/i;
const TELLING_BYTES = 1024 * 1024;
const TELLING_FILES = 500;

/** Those of the names that stand as a whole in a program or document of the repository. */
export async function mentionedNames(collection: Collection, names: readonly string[]): Promise<Set<string>> {
  const wanted = new Set(names);
  const seen = new Set<string>();
  const telling = collection.files
    .filter(({ path, size }) => TELLING.test(path) && size <= TELLING_BYTES)
    .slice(0, TELLING_FILES);
  for (const file of telling) {
    const read = await readText(collection, file, TELLING_BYTES);
    if (!('text' in read)) continue;
    for (const name of wanted) {
      if (!isNamed(name, read.text)) continue;
      seen.add(name);
      wanted.delete(name);
    }
  }
  return seen;
}

/** True where a text has a name as a whole, not as the end of a longer one. */
function isNamed(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\w.-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + name.length))) return true;
  return false;
}
