import type { Evidence } from '../evidence/evidence.js';
/** Files that were made to hold settings. What code sets holds for that program alone, and no run left it. */
export declare const settingsFiles: (key: Evidence) => readonly string[];
