import type { Section } from './markup.js';
import { proofs } from './proofs.js';

/** Open copies that lie in the archive beside their models. */
export const copies: Section = {
  id: 'copies',
  title: 'Open copies and their proof',
  render: ({ copies: made }) => proofs(made),
};
