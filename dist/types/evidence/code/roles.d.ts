import type { Script } from '../evidence.js';
import type { Repository } from './repository.js';
import type { CallEvent, Module } from './value.js';
import type { Trace } from './walk.js';
export type Role = Script['role'];
type Activity = 'train' | 'evaluate' | 'load' | 'export' | 'prepare';
/** Is this the class of something that `fit` trains, by the path of what was constructed? */
export declare const isEstimator: (path: string) => boolean;
/** Does a call train a model? Preparation steps (scalers, encoders, tokenizers) that also have `fit` do not count. */
export declare function isTraining(event: CallEvent): boolean;
/** What a call is part of, by its full name. */
export declare function activitiesOf(event: CallEvent): readonly Activity[];
export declare const callsOf: (key: Trace) => readonly CallEvent[];
/** The conditions that hold where a program trains: what stands under them too is as certain as the training. */
export declare const trainingConditions: (key: Trace) => ReadonlySet<object>;
/** What each file of code is for: what it does decides, its name only where that leaves a choice. */
export declare function rolesOf(repository: Repository): Map<Module, Role>;
export {};
