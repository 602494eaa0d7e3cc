import { type Format } from './format.js';
export declare const paddleProgram: Format;
/** Programs of Paddle 3: `base_code` and nested regions of blocks of operations; `p` declares a parameter. */
export declare const paddlePir: Format;
