import type { DataSource } from '../evidence/evidence.js';
import type { Sighting } from './source-state.js';
import type { Ask } from './web.js';

/** Addresses of the services that are asked; tests and mirrors put others in their place. */
export interface Services {
  huggingFace: string;
  doi: string;
  zenodo: string;
  openml: string;
  kaggle: string;
  archive: string;
}

export const SERVICES: Services = {
  huggingFace: 'https://huggingface.co',
  doi: 'https://doi.org',
  zenodo: 'https://zenodo.org',
  openml: 'https://www.openml.org',
  kaggle: 'https://www.kaggle.com',
  archive: 'https://archive.org',
};

/** How sources of some kinds are looked at: one file, one line in the registry. */
export interface SourceKind {
  kinds: readonly DataSource['kind'][];
  /** Never rejects but for bugs of ours. */
  look(source: Pick<DataSource, 'kind' | 'value' | 'revision'>, services: Services, ask: Ask): Promise<Sighting>;
}
