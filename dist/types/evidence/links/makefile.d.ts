import { type LinkReader } from './link.js';
/** Targets of a Makefile: `models/x.pt: train.py data.csv` and the recipe below it. */
export declare const makefileLinks: LinkReader;
