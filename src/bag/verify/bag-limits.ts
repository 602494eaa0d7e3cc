import { DEFAULT_LIMITS, type Limits } from '../../bytes/limits.js';

/** What bags are read with: one of many files is as much a bag, and an archive pays for each member that it lists. */
export const BAG_LIMITS: Limits = { ...DEFAULT_LIMITS, members: 1_000_000 };

/** A crate says some hundred bytes of each file, a manifest a digest and the path. */
const TEXT_BYTES_PER_FILE = 2_000;
/** About as much as one text can hold. */
const MOST_TEXT_BYTES = 500_000_000;

/** Longest tag file of a bag with so many files that is read as text. */
export const longestText = (files: number, { headerBytes }: Limits): number =>
  Math.min(MOST_TEXT_BYTES, Math.max(headerBytes, files * TEXT_BYTES_PER_FILE));

/** No system opens longer paths, and what is done for every folder above a path would take long. */
export const LONGEST_PATH = 4096;
