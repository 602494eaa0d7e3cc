import { encodePath } from '../bagit.js';
import { type ApartFile, isInParts } from './apart.js';

/** fetch.txt (RFC 8493, 2.2.3): the files that one download brings. Those in parts stand in parts.json alone. */
export const fetchText = (files: readonly ApartFile[]): string =>
  files
    .filter((file) => !isInParts(file))
    .map(({ path, size, parts: [part] }) => `${part?.url} ${size} ${encodePath(path)}\n`)
    .join('');
