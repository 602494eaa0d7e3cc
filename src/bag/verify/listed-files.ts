import { once } from '../../bytes/once.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';

/** The files of a bag as its manifests list them: by their names, or in another Unicode normalization (RFC 8493, 6.1.1.3). */
export interface ListedFiles {
  manifests: readonly Manifest[];
  /** The name under which a listed path is really there. */
  find(path: string): string | undefined;
  /** What a manifest says of a file, or of a path that is not there. */
  digestIn(manifest: Manifest, path: string): string | undefined;
}

export function listedFiles({ files }: BagContents, manifests: readonly Manifest[]): ListedFiles {
  // Mostly every file is called as it is listed: nothing is kept of those.
  const normalized = once(() => new Map([...files.keys()].map((path) => [path.normalize('NFC'), path])));
  const find = (path: string): string | undefined => (files.has(path) ? path : normalized().get(path.normalize('NFC')));
  const otherwise = new Map(manifests.map((manifest) => [manifest, new Map<string, string>()]));
  for (const manifest of manifests) {
    for (const [path, digest] of manifest.entries) {
      if (files.has(path)) continue;
      const real = find(path);
      if (real !== undefined) otherwise.get(manifest)?.set(real, digest);
    }
  }
  return {
    manifests,
    find,
    digestIn: (manifest, path) => manifest.entries.get(path) ?? otherwise.get(manifest)?.get(path),
  };
}
