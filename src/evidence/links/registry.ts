import { dvcLinks } from './dvc.js';
import type { LinkReader } from './link.js';
import { makefileLinks } from './makefile.js';
import { runRecordLinks } from './run-records.js';
import { snakemakeLinks } from './snakemake.js';
import { hydraLinks, mlflowLinks, sacredLinks, wandbLinks } from './trackers.js';
import { workflowLinks } from './workflows.js';

/** Strongest first: what ran, what a tracker saw, what a pipeline promises, what is published after it. */
export const LINK_READERS: readonly LinkReader[] = [
  runRecordLinks,
  dvcLinks,
  mlflowLinks,
  wandbLinks,
  sacredLinks,
  hydraLinks,
  snakemakeLinks,
  makefileLinks,
  workflowLinks,
];
