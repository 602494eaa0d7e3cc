import type { Rule } from '../rule.js';
export declare const depositDisagrees: Rule;
