import { look } from '../look.js';
import type { SourceKind } from '../source-kind.js';

/** Anything with an address of its own. */
export const webAddress: SourceKind = {
  kinds: ['url', 'other', 'dvc'],
  look: ({ value }, _services, ask) => look(value, ask),
};
