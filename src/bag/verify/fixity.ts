import { createHash, type Hash } from 'node:crypto';
import type { Progress } from '../../progress.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem, problem, readProblem } from './problem.js';

/** Digests every file once, with all algorithms that manifests ask for, and compares. */
export async function checkFixity(
  contents: BagContents,
  manifests: readonly Manifest[],
  find: (path: string) => string | undefined,
  progress: Progress,
): Promise<BagProblem[]> {
  const problems: BagProblem[] = [];
  const wanted = new Map<string, { manifest: Manifest; digest: string }[]>();
  for (const manifest of manifests) {
    for (const [path, digest] of manifest.entries) {
      const real = find(path);
      if (real !== undefined) wanted.set(real, [...(wanted.get(real) ?? []), { manifest, digest }]);
    }
  }
  // Files that no manifest lists are read too: the zip has a check of its own for them.
  for (const [path, file] of contents.files) {
    const asked = wanted.get(path) ?? [];
    const hashes = new Map<string, Hash>();
    for (const { manifest } of asked) if (manifest.hash) hashes.set(manifest.hash, createHash(manifest.hash));
    try {
      for await (const chunk of file.chunks()) {
        for (const hash of hashes.values()) hash.update(chunk);
        progress.advance(chunk.length, path);
      }
    } catch (error) {
      problems.push(readProblem(path, error));
      continue;
    }
    const digests = new Map([...hashes].map(([name, hash]) => [name, hash.digest('hex')]));
    for (const { manifest, digest } of asked) {
      const found = manifest.hash ? digests.get(manifest.hash) : undefined;
      if (found !== undefined && found !== digest)
        problems.push(problem(path, 'digest', `${manifest.hash} ${digest} (${manifest.file})`, found));
    }
  }
  return problems;
}
