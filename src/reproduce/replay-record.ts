import type { DiffDocument } from './comparison.js';

/** `modelbag/replay/1`: an attempt to train the archived models again. */
export interface ReplayDocument {
  schema: 'modelbag/replay/1';
  /**
   * `reproduced` every archived model came out again, bit by bit · `reproduced-within-tolerance` within the tolerance ·
   * `metrics-reproduced` other weights, but every recorded metric again · `not-reproduced` · `could-not-run`
   */
  verdict: 'reproduced' | 'reproduced-within-tolerance' | 'metrics-reproduced' | 'not-reproduced' | 'could-not-run';
  /** One sentence for people. */
  reason: string;
  bag: string;
  /** Of the bag, where it was one file and somebody is to know it again. */
  sha256?: string;
  /** Program and arguments of the preparation and of the training; empty where there was none. */
  setup: string[];
  command: string[];
  /** Where the command comes from: whoever asked, the configuration, a recorded run. */
  commandFrom: string;
  exitCode: number | null;
  durationSeconds: number;
  models: { path: string; diff: DiffDocument | null; reason?: string }[];
  metrics: { name: string; where: string; archived: number; rerun: number | null; within: boolean }[];
  /** The last lines that the command wrote. */
  output: string;
}
