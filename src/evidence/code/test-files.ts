import { oncePer } from '../../bytes/once-per.js';
import type { Module } from './value.js';

const TEST_FOLDER = /(^|\/)(tests?|testing|__tests__)\/|(^|\/)(conftest|test_[^/]*)\.py$|_test\.(py|R)$/i;
const EXAMPLE_FOLDER = /(^|\/)(examples?|demos?|docs?|tutorials?|third_party|vendor|benchmarks?)\//i;

/** A file of tests: by its folder, or by its name and the test framework that it imports. */
export const isTest = oncePer(({ path, program }: Module): boolean => {
  if (!TEST_FOLDER.test(path)) return false;
  if (/(^|\/)(tests?|testing|__tests__)\//i.test(path)) return true;
  return (
    program.statements.some(
      (s) => s.kind === 'import' && /^(pytest|unittest|nose|absl\.testing|tensorflow\.test)\b/.test(s.module),
    ) || program.statements.some((s) => s.kind === 'function' && s.name.startsWith('test_'))
  );
});

export const isExample = (path: string): boolean => EXAMPLE_FOLDER.test(path);
