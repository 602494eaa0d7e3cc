import { doi } from './kinds/doi.js';
import { huggingFace } from './kinds/hugging-face.js';
import { kaggle } from './kinds/kaggle.js';
import { named } from './kinds/named.js';
import { openml } from './kinds/openml.js';
import { webAddress } from './kinds/web-address.js';
import { zenodo } from './kinds/zenodo.js';
import type { SourceKind } from './source-kind.js';

/** Who looks at which kind of source. */
export const SOURCE_KINDS: readonly SourceKind[] = [huggingFace, doi, zenodo, openml, kaggle, named, webAddress];
