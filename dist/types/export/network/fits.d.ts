import { type Operation, type Shape } from './network.js';
/** Settings, weights and values have to fit each other, as Keras demands; NotExportable where they do not. */
export declare function expectFit(operation: Operation, taken: readonly Shape[]): void;
