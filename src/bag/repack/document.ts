import type { Algorithm } from '../../bytes/digest-threads.js';
import type { BagLayout } from '../bag-layout.js';
import type { PackedOutput } from '../document.js';
import type { BagProblem } from '../verify/problem.js';

/** `modelbag/repack/1`. `bag` is null where the given bag is not valid: nothing was written then. */
export interface RepackDocument {
  schema: 'modelbag/repack/1';
  /** As given. */
  source: string;
  /** The digest of a folder is that of its tag manifest. */
  bag: PackedOutput | null;
  layout: BagLayout['id'];
  algorithms: readonly Algorithm[];
  /** Id of the receiver that the bag was made for. */
  receiver?: string;
  /** Identifier of the BagIt profile that the bag was held to. */
  profile?: string;
  /** What is wrong with the given bag. */
  problems: BagProblem[];
  verified: boolean;
}
