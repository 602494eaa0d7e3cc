import { describe, it } from '@jest/globals';

/** True where everything is played, and tried as often as it takes (`MODELBAG_TESTS=all`, as in .ci/run); `npm test` alone is quicker. */
export const isThorough = process.env['MODELBAG_TESTS'] === 'all';

/** A test that is left out where tests have to be quick. */
export const thoroughly = isThorough ? it : it.skip;

/** The same for a group of tests. */
export const thoroughGroup = isThorough ? describe : describe.skip;

/** How often a property is tried: all times, or a few of them. */
export const runs = (all: number): number => (isThorough ? all : Math.ceil(all / 20));

/** Cases of a table: all, or every third. */
export const cases = <T>(all: readonly T[]): readonly T[] => (isThorough ? all : all.filter((_, i) => i % 3 === 0));
