import { extensionOf } from '../formats/glimpse.js';
import type { Inspection } from '../formats/inspection.js';
import { FORMATS } from '../formats/registry.js';
import type { SafetyFinding } from './assessment.js';
import { quote } from './quote.js';
import { severityOf } from './rules/registry.js';

const COMPRESSED = new Set(['.gz', '.bz2', '.xz', '.lzma', '.lz4', '.z', '.zst']);

/** Endings that only a whole kind of name explains (`events.out.tfevents.….v2`), and that alone promise nothing. */
const NO_PROMISE = new Set(['.v2']);
/** True where some format claims the extension: only these promise anything about the content. */
const isClaimed = (extension: string): boolean =>
  !NO_PROMISE.has(extension) && FORMATS.some(({ extensions }) => extensions.includes(extension));

/** A name that promises another format than the content has: loaders that go by the name will fail. */
export function extensionMismatch({ path, format, status }: Inspection): SafetyFinding[] {
  const extension = extensionOf(path);
  if (extension === '' || status === 'error' || format.extensions.length === 0) return [];
  if (!isClaimed(extension) || fits(extension, format)) return [];
  const wrapped = format.wrappers.length > 0 ? ` (${format.wrappers.join(', ')})` : '';
  return [
    {
      rule: 'format-extension-mismatch',
      kind: 'extension-mismatch',
      severity: severityOf('format-extension-mismatch'),
      confidence: 'high',
      message: `the name ends in ${quote(extension)}, the content is ${format.name}${wrapped}`,
    },
  ];
}

/** Compressed content may end in its compression, or in the ending that the format prefers. */
function fits(extension: string, { extensions, wrappers }: Inspection['format']): boolean {
  if (wrappers.length === 0) return extensions.includes(extension);
  return COMPRESSED.has(extension) || extension === extensions[0];
}
