import { type Format, type FormatFacts } from './format.js';
export declare const TORCH_FACTS: FormatFacts;
export declare const pytorchZip: Format;
