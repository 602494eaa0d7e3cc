import type { Progress } from '../../progress.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem } from './problem.js';
/** Digests every file once, with all algorithms that manifests ask for, and compares; large files several at a time. */
export declare function checkFixity(contents: BagContents, manifests: readonly Manifest[], find: (path: string) => string | undefined, progress: Progress): Promise<BagProblem[]>;
