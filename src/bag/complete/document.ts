import type { PackedOutput } from '../document.js';
import type { BagProblem } from '../verify/problem.js';

/** A file that the bag lacked, and what became of it. */
export interface CompletedFile {
  /** In the bag. */
  path: string;
  /** `local`: it lay in a given folder · `fetched` · `missing`: it could not be had. */
  state: 'local' | 'fetched' | 'missing';
  parts: { name: string; url: string; state: CompletedFile['state']; reason?: string }[];
}

/** `modelbag/complete/1`. `bag` is null where nothing was written. */
export interface CompleteDocument {
  schema: 'modelbag/complete/1';
  /** As given. */
  source: string;
  bag: PackedOutput | null;
  files: CompletedFile[];
  /** What is wrong with the bag that was given, beside what it lacks; nothing is fetched for a bag that is damaged. */
  problems: BagProblem[];
  /** The written bag was read back and found valid. */
  verified: boolean;
}
