import type { Rule } from '../rule.js';
export declare const personalDetails: Rule;
