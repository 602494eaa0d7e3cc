import { type Origin } from '../origin-graph.js';
/** How the models came to be, once from left to right and once from top to bottom; the style sheet shows what fits. */
export declare function originGraph(origin: Origin): string;
