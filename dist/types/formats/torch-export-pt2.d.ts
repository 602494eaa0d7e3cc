import { type Format } from './format.js';
export declare const torchExportPt2: Format;
