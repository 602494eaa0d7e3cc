import { grouped } from '../../bytes/grouped.js';
import type { Script } from '../../evidence/evidence.js';
import { everyFolderAbove, folderAbove } from '../../formats/file-access.js';
import { extensionOf } from '../../formats/glimpse.js';
import type { BagFacts } from '../facts.js';
import type { Entity } from './entity.js';

interface Language {
  id: string;
  name: string;
  url: string;
  extensions: readonly string[];
  /** How environment files of this language call their ecosystem. */
  ecosystems: RegExp;
}

const LANGUAGES: Readonly<Record<Exclude<Script['language'], 'other'>, Language>> = {
  python: {
    id: '#python',
    name: 'Python',
    url: 'https://www.python.org/',
    extensions: ['.py', '.ipynb'],
    ecosystems: /pip|python|poetry|uv|conda|pdm|pixi|pypi|requirements|setup/i,
  },
  r: {
    id: '#r',
    name: 'R',
    url: 'https://www.r-project.org/',
    extensions: ['.r', '.rmd', '.qmd'],
    ecosystems: /^(?:r|renv|cran|packrat|description)\b/i,
  },
  julia: {
    id: '#julia',
    name: 'Julia',
    url: 'https://julialang.org/',
    extensions: ['.jl'],
    ecosystems: /julia/i,
  },
  shell: {
    id: '#shell',
    name: 'POSIX shell',
    url: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html',
    extensions: ['.sh', '.bash'],
    ecosystems: /^shell$/,
  },
};

/** Identifier of the language of a script, as it was found, else by its extension. */
export function languageOf(path: string, found: Script['language'] | undefined): string | undefined {
  if (found && found !== 'other') return LANGUAGES[found].id;
  const extension = extensionOf(path);
  return Object.values(LANGUAGES).find((language) => language.extensions.includes(extension))?.id;
}

/** Entities of the languages that `ids` names; the version as an environment file records it. */
export function languageEntities(facts: BagFacts, ids: ReadonlySet<string>): Entity[] {
  const { environments } = facts.assessment.evidence;
  return Object.values(LANGUAGES)
    .filter((language) => ids.has(language.id))
    .map((language) => ({
      '@id': language.id,
      '@type': 'ComputerLanguage',
      name: language.name,
      url: language.url,
      version:
        environments.find((found) => found.interpreter && language.ecosystems.test(found.ecosystem))?.interpreter ??
        'not recorded',
    }));
}

/** Of more files nobody knows which one a script needs, and every script would list them all. */
const MOST_REQUIREMENTS = 20;

/** Tells the paths of environment files that a script is run with: those of its language beside and above it, else anywhere. */
export function environmentFiles({ assessment }: BagFacts): (id: string, script: string) => string[] {
  const { environments } = assessment.evidence;
  const known = new Map(
    Object.values(LANGUAGES).map(({ id, ecosystems }) => {
      const own = environments.filter(({ ecosystem }) => ecosystems.test(ecosystem)).map(({ path }) => path);
      const all = [...new Set(own)].map((path, at) => ({ path, at }));
      return [id, { all, inFolder: grouped(all.map((one) => [folderAbove(one.path), one])) }];
    }),
  );
  return (id, script) => {
    const { all = [], inFolder } = known.get(id) ?? {};
    // Folder by folder, and no more of each than decides: there may be as many lockfiles as scripts.
    const above = ['', ...everyFolderAbove([script])].flatMap(
      (folder) => inFolder?.get(folder)?.slice(0, MOST_REQUIREMENTS + 1) ?? [],
    );
    const found = above.length > 0 ? above.sort((a, b) => a.at - b.at) : all;
    return found.length <= MOST_REQUIREMENTS ? found.map(({ path }) => path) : [];
  };
}
