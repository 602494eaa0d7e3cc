import type { Environment } from '../evidence/evidence.js';

const GRADES: readonly Environment['grade'][] = ['PX', 'P0', 'P1', 'P2', 'P3', 'P4'];
/** A tag of an image says nothing of the packages inside; only a digest fixes them, and that is P4. */
const isImageTag = ({ ecosystem, grade }: Environment): boolean => ecosystem === 'docker' && grade !== 'P4';

/** The file that records the environment best; images by tag only where there is nothing else. */
export function bestEnvironment(environments: readonly Environment[]): Environment | undefined {
  const packages = environments.filter((environment) => !isImageTag(environment));
  const candidates = packages.length > 0 ? packages : environments;
  return [...candidates].sort((a, b) => GRADES.indexOf(b.grade) - GRADES.indexOf(a.grade))[0];
}

/** A lockfile without any package but with an exact interpreter: nothing more is needed, so nothing is missing. */
export const isLanguageAlone = ({ total, interpreter }: Environment): boolean =>
  total === 0 && interpreter !== undefined && /^\d+\.\d+/.test(interpreter);

/** Which ecosystems a program of a language can take its packages from; images and systems serve all. */
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  pypi: ['python'],
  conda: ['python', 'r'],
  cran: ['r'],
  julia: ['julia'],
};

/** The record that holds for a program: the best of those in its folder and the folders above, else the best there is. */
export function environmentOf(
  environments: readonly Environment[],
  { path, language }: { path: string; language: string },
): Environment | undefined {
  const fitting = environments.filter(({ ecosystem }) => LANGUAGES[ecosystem]?.includes(language) ?? true);
  const around = fitting.filter((record) => path.startsWith(record.path.slice(0, record.path.lastIndexOf('/') + 1)));
  return bestEnvironment(around.length > 0 ? around : fitting);
}
