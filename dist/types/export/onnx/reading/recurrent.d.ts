import { type Operator } from './value.js';
/** `RNN`, `LSTM` and `GRU` of one direction, without peepholes. */
export declare const RECURRENT: Readonly<Record<string, Operator>>;
/** `BatchNormalization` of what was learned: the second axis has the channels. */
export declare const batchNormalization: Operator;
/** `LayerNormalization` over the axes from `axis` on. */
export declare const layerNormalization: Operator;
