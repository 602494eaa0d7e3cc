import { isMissing } from './errors.js';
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
