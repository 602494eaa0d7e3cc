import { dvcLinks } from './dvc.js';
import type { LinkReader } from './link.js';
import { makefileLinks } from './makefile.js';
import { runRecordLinks } from './run-records.js';
import { snakemakeLinks } from './snakemake.js';
import { hydraLinks, mlflowLinks, sacredLinks, wandbLinks } from './trackers.js';
import { workflowLinks } from './workflows.js';

/** Strongest first: what ran, and what trackers saw of it. */
export const SEEN: readonly LinkReader[] = [runRecordLinks, dvcLinks, mlflowLinks, wandbLinks, sacredLinks, hydraLinks];

/** Weaker: what a pipeline promises, what is published after it. */
export const PROMISED: readonly LinkReader[] = [snakemakeLinks, makefileLinks, workflowLinks];
