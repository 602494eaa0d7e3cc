import { type ApartFile } from './apart.js';
/** fetch.txt (RFC 8493, 2.2.3): the files that one download brings. Those in parts stand in parts.json alone. */
export declare const fetchText: (files: readonly ApartFile[]) => string;
