import type { Collection } from '../../collect/collection.js';
import { type Link, type LinkReader } from './link.js';
/** MLflow: the tag of a run, and since MLflow 3 of a model, names the program; its folder holds the model. */
export declare const mlflowLinks: LinkReader;
/** Weights & Biases: the run's folder holds what the run saved. */
export declare const wandbLinks: LinkReader;
/** Sacred: the run's folder holds its artifacts, and `run.json` the program. */
export declare const sacredLinks: LinkReader;
/** Hydra: the job of a run is called like its program, and the run's folder holds what it wrote. */
export declare const hydraLinks: LinkReader;
/** Runs in databases and logs of trackers: their folders as they lie here hold what they wrote. */
export declare function storedRunLinks(collection: Collection): Promise<Link[]>;
