import type { Rule } from '../rule.js';
export declare const trainingScriptMissing: Rule;
