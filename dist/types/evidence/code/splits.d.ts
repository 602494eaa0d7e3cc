import type { CallEvent, Module } from './value.js';
/** The function around a place speaks of both training data and data for testing. */
export declare function dividesData(event: CallEvent, module: Module): boolean;
