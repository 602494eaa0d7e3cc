import { type Pickle } from '../containers/pickle.js';
/** True where `torch.load(…, weights_only=True)` accepts the pickle, by the rules of torch 2.13 without additions by the user. */
export declare function loadsWeightsOnly(pickle: Pickle): boolean;
