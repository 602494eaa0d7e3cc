import type { SourceHandler } from '../handler.js';
import { look } from '../look.js';

/** Anything with an address of its own. */
export const webAddress: SourceHandler = {
  kinds: ['url', 'other', 'dvc'],
  look: ({ value }, _services, ask) => look(value, ask),
};
