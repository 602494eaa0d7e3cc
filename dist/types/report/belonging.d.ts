import type { Evidence } from '../evidence/evidence.js';
/**
 * Whether a file of settings, data or machines speaks of a training program: no other training program lies nearer to
 * it. A file at the top speaks of all; in a collection of projects, each project's files speak of its own.
 */
export declare function belonging({ scripts }: Evidence): (file: string, program: string) => boolean;
