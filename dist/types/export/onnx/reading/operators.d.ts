import type { Operator } from './value.js';
export declare const OPERATORS: Readonly<Record<string, Operator>>;
