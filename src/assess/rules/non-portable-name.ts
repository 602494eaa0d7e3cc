import { isWindowsDevice } from '../../tree/windows-device.js';
import { quote } from '../quote.js';
import { refusedReports } from '../refused-reports.js';
import type { Rule } from '../rule.js';

/** RFC 8493 section 6.2 and common file systems. */
function problemOf(path: string): string | null {
  const parts = path.split('/');
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'contains control characters';
  if (/[<>:"|?*\\]/.test(path)) return 'contains a character that Windows forbids';
  if (parts.some((part) => /[. ]$/.test(part) && part !== '.' && part !== '..')) return 'ends in a dot or a space';
  if (parts.some(isWindowsDevice)) return 'is a device on Windows';
  if (path !== path.normalize('NFC')) return 'is not in Unicode form NFC';
  return Buffer.byteLength(path) > 200 ? 'is longer than 200 bytes' : null;
}

export const nonPortableName: Rule = {
  id: 'non-portable-name',
  title: 'A file name cannot be stored on every system',
  severity: 'note',
  *check(facts) {
    yield* refusedReports(facts, ['name']);
    const seen = new Map<string, string>();
    for (const { path } of facts.files) {
      const folded = path.normalize('NFC').toLowerCase();
      const twin = seen.get(folded);
      seen.set(folded, path);
      const problem = twin === undefined ? problemOf(path) : `differs from ${quote(twin)} only in case`;
      if (problem === null) continue;
      yield {
        path,
        message: `The name ${problem}.`,
        advice: 'Rename the file. Until then the bag stores it under a portable name and keeps this one in a table.',
      };
    }
  },
};
