import { type ApiError, firstLine, isApiError, isMissing } from './errors.js';
import type { Host } from './host.js';

/** Seconds to wait before each further look. */
const LOOKS = [1, 2, 4];

/** Asks again for what must be there: just made, it may not have reached every server of GitHub. */
export async function settled<T>(host: Host, call: () => Promise<T>): Promise<T> {
  for (const seconds of LOOKS) {
    try {
      return await call();
    } catch (error) {
      if (!isMissing(error)) throw error;
      host.log(`GitHub does not find it yet; again in ${seconds} s`);
      await host.wait(seconds * 1000);
    }
  }
  return call();
}

const CREATIONS = 3;

/** How something that must be there once is made and looked for. */
export interface Creation<T> {
  /** As `commenting on #3`, for the log. */
  doing: string;
  /** Asks GitHub once, without retries of its own. */
  create(): Promise<T>;
  find(): Promise<T | null | undefined>;
}

/**
 * Makes what must not be there twice. In trouble it looks before it asks again: an answer may be lost although the thing was
 * made. `isMade` is false where it was found so, since it may be somebody else's. Throws what GitHub answers last.
 */
export async function createdOnce<T>(
  host: Host,
  { doing, create, find }: Creation<T>,
): Promise<{ one: T; isMade: boolean }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { one: await create(), isMade: true };
    } catch (error) {
      if (attempt === CREATIONS || !mayPass(error)) throw error;
      host.log(`${doing}: ${firstLine(error.message)}; looking and trying again in ${attempt} s`);
      await host.wait(attempt * 1000);
      const one = await find();
      if (one) return { one, isMade: false };
    }
  }
}

/** GitHub's own trouble, or the thing was made meanwhile. */
const mayPass = (error: unknown): error is ApiError =>
  isApiError(error) && (error.status >= 500 || (error.status === 422 && /already[_ ]exists/.test(error.message)));
