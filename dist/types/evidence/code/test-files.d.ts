import type { Module } from './value.js';
/** A file of tests: by its folder, or by its name and the test framework that it imports. */
export declare const isTest: (key: Module) => boolean;
export declare const isExample: (path: string) => boolean;
