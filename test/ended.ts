import { setTimeout } from 'node:timers/promises';

/**
 * The result of something whose cost would grow with the square of its input where a pattern or a loop is careless. No time is
 * asserted: Jest gives up what does not end, and needs a turn of the event loop to notice where it was held up.
 */
export async function ended<T>(run: () => T | Promise<T>): Promise<T> {
  const result = await run();
  await setTimeout(1);
  return result;
}
