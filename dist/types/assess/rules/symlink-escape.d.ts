import type { Rule } from '../rule.js';
export declare const symlinkEscape: Rule;
