import { type Limits } from '../../bytes/limits.js';
/** What bags are read with: one of many files is as much a bag, and an archive pays for each member that it lists. */
export declare const BAG_LIMITS: Limits;
/** Longest tag file of a bag with so many files that is read as text. */
export declare const longestText: (files: number, { headerBytes }: Limits) => number;
/** No system opens longer paths, and what is done for every folder above a path would take long. */
export declare const LONGEST_PATH = 4096;
