import type { Inspection } from '../../formats/inspection.js';
/** True for a tensor that is no weight: state of an optimizer, a scheduler, a random generator. */
export declare const isTrainingState: (tensor: string) => boolean;
/** True for a file that holds nothing but what a training needs to be resumed. */
export declare const isResumeFile: (path: string) => boolean;
/** A tensor's name without what frameworks put before it. */
export declare const bareName: (tensor: string) => string;
/** What a model is made of, without its values: bare names and shapes of its weights, sorted. Empty where none are known. */
export declare const structureOf: ({ contents }: Pick<Inspection, 'contents'>) => string[];
