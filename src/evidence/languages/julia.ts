import type { Fragment, Program } from './program.js';

export function parseJulia(_fragment: Fragment): Pick<Program, 'statements' | 'broken'> {
  return { statements: [], broken: [] };
}
