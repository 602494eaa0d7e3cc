import type { Script } from '../../evidence/evidence.js';
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

/** Paths of environment files that belong to a language. */
export function environmentFiles({ assessment }: BagFacts, id: string): string[] {
  const language = Object.values(LANGUAGES).find((each) => each.id === id);
  return assessment.evidence.environments
    .filter(({ ecosystem }) => language?.ecosystems.test(ecosystem))
    .map(({ path }) => path);
}
