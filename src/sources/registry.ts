import type { SourceHandler } from './handler.js';
import { doi } from './handlers/doi.js';
import { huggingFace } from './handlers/hugging-face.js';
import { kaggle } from './handlers/kaggle.js';
import { named } from './handlers/named.js';
import { openml } from './handlers/openml.js';
import { webAddress } from './handlers/web-address.js';
import { zenodo } from './handlers/zenodo.js';

/** Who looks at which kind of source. */
export const HANDLERS: readonly SourceHandler[] = [huggingFace, doi, zenodo, openml, kaggle, named, webAddress];
