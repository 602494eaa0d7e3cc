import type { Collection } from '../../collect/collection.js';
import { readText } from '../read-text.js';

/** Programs and documents in which the name of a checkpoint may stand. */
const TELLING = /\.(py|ipynb|r|rmd|qmd|jl|sh|md|rst|ya?ml|toml)$/i;
const TELLING_BYTES = 1024 * 1024;
const TELLING_FILES = 500;

/** What stands between quotes, brackets, blanks and slashes; a file's name is no longer. */
const WORDS = /[^\s"'`()<>[\]{},;:/\\|*]{1,255}/g;

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
    for (const [word] of read.text.matchAll(WORDS))
      for (const name of [word, word.replace(/\.$/, ''), word.slice(word.indexOf('=') + 1)])
        if (wanted.has(name)) seen.add(name);
  }
  return seen;
}
