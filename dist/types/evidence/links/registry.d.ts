import type { LinkReader } from './link.js';
/** Strongest first: what ran, and what trackers saw of it. */
export declare const SEEN: readonly LinkReader[];
/** Weaker: what a pipeline promises, what is published after it. */
export declare const PROMISED: readonly LinkReader[];
