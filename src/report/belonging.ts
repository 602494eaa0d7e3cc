import type { Evidence } from '../evidence/evidence.js';

/** Folders that two paths share from the top. */
function shared(a: string, b: string): number {
  const [one, other] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  let n = 0;
  while (n < one.length && one[n] === other[n]) n++;
  return n;
}

/**
 * Whether a file of settings, data or machines speaks of a training program: no other training program lies nearer to
 * it. A file at the top speaks of all; in a collection of projects, each project's files speak of its own.
 */
export function belonging({ scripts }: Evidence): (file: string, program: string) => boolean {
  // A shell script only starts one.
  const programs = scripts
    .filter(({ role, language }) => role === 'train' && language !== 'shell')
    .map(({ path }) => path);
  const nearest = new Map<string, number>();
  return (file, program) => {
    const known = nearest.get(file) ?? Math.max(0, ...programs.map((path) => shared(file, path)));
    nearest.set(file, known);
    return shared(file, program) >= known;
  };
}
