import type { Rule } from '../rule.js';
export declare const embeddedTrainingData: Rule;
