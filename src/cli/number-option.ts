import { UsageError } from '../usage-error.js';

/** The value of an option that is a number, not negative; `example` is what the error tells to write. */
export function numberOption(flag: string, given: string, example: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new UsageError(
      `${flag} expects a number that is not negative, found "${given}"`,
      `Write ${flag} ${example}.`,
    );
  return value;
}
