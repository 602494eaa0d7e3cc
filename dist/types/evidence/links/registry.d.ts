import type { LinkReader } from './link.js';
/** Strongest first: what ran, what a tracker saw, what a pipeline promises, what is published after it. */
export declare const LINK_READERS: readonly LinkReader[];
