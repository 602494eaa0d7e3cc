import { basename, resolve } from 'node:path';
import type { Algorithm } from '../../bytes/digest-threads.js';
import { isWindowsDevice } from '../../tree/windows-device.js';
import { UsageError } from '../../usage-error.js';
import type { BagLayout } from '../bag-layout.js';
import { ARCHIVE_ENDING } from '../verify/archive-name.js';
import type { BagContents } from '../verify/contents.js';
import { manifestNames, parseManifest } from '../verify/manifest.js';

/** A crate in no bag has no manifests to write again. */
export const noBag = (path: string): UsageError =>
  new UsageError(
    `expected a BagIt bag at ${path}, found a crate in no bag`,
    'Give a bag: a zip, a tar or a folder with bagit.txt.',
  );

/** Name of a bag: that of its top folder, else of its file without the extension. */
export function nameOf(path: string, { base }: BagContents): string {
  const name = base === '' ? basename(resolve(path)).replace(ARCHIVE_ENDING, '') : base.slice(0, -1);
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '') || 'bag';
  return isWindowsDevice(plain) ? `bag-${plain}` : plain;
}

/** How the bag lies on disk. */
export function sourceLayout({ container, base }: BagContents): BagLayout['id'] {
  if (container === 'zip') return base === '' ? 'root' : 'folder';
  return container === 'tar' ? 'tar' : 'directory';
}

/** Algorithms of the bag's payload manifests, and sha256. */
export async function algorithmsOf(contents: BagContents): Promise<Algorithm[]> {
  const hashes = manifestNames(contents.files.keys(), 'manifest').map((name) => parseManifest(name, '', []).hash);
  return [...new Set<Algorithm>(['sha256', ...hashes.flatMap((hash) => hash ?? [])])];
}
