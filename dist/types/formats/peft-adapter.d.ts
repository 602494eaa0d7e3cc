import { type Format } from './format.js';
/** A PEFT adapter: its settings beside its weights; useless without the base model that it names. */
export declare const peftAdapter: Format;
