import type { Rule } from '../rule.js';
export declare const secretInRepository: Rule;
