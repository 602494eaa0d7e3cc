import type { Role } from '../collect/collection.js';

/** Folder of the payload for every role a file can have. Below it the path in the repository is kept. */
export const ROLE_FOLDERS: Readonly<Record<Role, string>> = {
  model: 'data/models',
  export: 'data/exports',
  script: 'data/src',
  notebook: 'data/src',
  environment: 'data/env',
  config: 'data/config',
  document: 'data/docs',
  license: 'data/docs',
  citation: 'data/docs',
  'model-card': 'data/docs',
  metrics: 'data/docs',
  'training-data': 'data/training-data',
  other: 'data/src',
};

/** What each folder of the payload holds, as README.txt and the crate say it. */
export const FOLDER_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'data/models': 'Models in the format that the framework wrote',
  'data/exports': 'Open copies of the models',
  'data/src': 'Scripts and notebooks, and what they need to run',
  'data/env': 'Lockfiles and descriptions of the software environment',
  'data/config': 'Settings and hyperparameters',
  'data/docs': 'License, citation, model card, metrics and documentation',
  'data/training-data': 'Training data that is small enough to be packed',
};
