import { type Format } from './format.js';
export declare const orbaxOcdbt: Format;
export declare const orbax: Format;
