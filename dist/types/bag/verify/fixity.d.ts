import type { Progress } from '../../progress.js';
import type { BagContents } from './contents.js';
import type { ListedFiles } from './listed-files.js';
import { type BagProblem } from './problem.js';
/** Digests every file once, with all algorithms that manifests ask for, and compares; large files several at a time. */
export declare function checkFixity(contents: BagContents, listed: ListedFiles, progress: Progress): Promise<BagProblem[]>;
