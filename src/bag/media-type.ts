import { extensionOf } from '../formats/glimpse.js';
import byExtension from './media-types.json' with { type: 'json' };

const TYPES: Readonly<Record<string, string>> = byExtension;
/** Names without an extension that are text by custom. */
const TEXT_NAMES = /^(?:license|licence|copying|notice|readme|changelog|authors|makefile|dockerfile|requirements)/i;

/** Media type of a file that is no model, by its name; bytes of unknown meaning where the name says nothing. */
export function mediaTypeOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return TYPES[extensionOf(path)] ?? (TEXT_NAMES.test(name) ? 'text/plain' : 'application/octet-stream');
}
