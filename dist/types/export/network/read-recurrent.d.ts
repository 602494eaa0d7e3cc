import type { ReadLayer } from './layer.js';
export declare const RECURRENT: Readonly<Record<string, ReadLayer>>;
