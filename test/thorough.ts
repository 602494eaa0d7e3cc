import { it } from '@jest/globals';

/**
 * True where everything is played, and tried as often as it takes (`MODELBAG_TESTS=all`, as in .ci/run). `npm test` alone
 * ends within three minutes.
 */
export const isThorough = process.env['MODELBAG_TESTS'] === 'all';

/** A test that is left out where tests have to be quick. */
export const thoroughly = isThorough ? it : it.skip;

/** How often a property is tried: all times, or a few of them. */
export const runs = (all: number): number => (isThorough ? all : Math.ceil(all / 10));
