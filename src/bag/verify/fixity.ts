import type { Algorithm } from '../../bytes/digest-threads.js';
import { lanes } from '../../bytes/parallel.js';
import { SHORT_BYTES } from '../../bytes/pass.js';
import { threadCount } from '../../bytes/threads.js';
import type { Progress } from '../../progress.js';
import type { BagContents, BagFile } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem, problem, readProblem } from './problem.js';

/** A digest that a manifest says a file has. */
interface Asked {
  manifest: Manifest;
  digest: string;
}

/** Digests every file once, with all algorithms that manifests ask for, and compares; large files several at a time. */
export async function checkFixity(
  contents: BagContents,
  manifests: readonly Manifest[],
  find: (path: string) => string | undefined,
  progress: Progress,
): Promise<BagProblem[]> {
  const wanted = digestsByFile(manifests, find);
  const problems: BagProblem[][] = [];
  const large = lanes(threadCount());
  // Files that no manifest lists are read too: the zip has a check of its own for them.
  for (const [path, file] of contents.files) {
    const at = problems.push([]) - 1;
    const check = async (): Promise<void> => {
      problems[at] = await checkFile(path, file, wanted.get(path) ?? [], progress);
    };
    if (file.size > SHORT_BYTES) await large.start(check);
    else await check();
  }
  await large.end();
  return problems.flat();
}

function digestsByFile(
  manifests: readonly Manifest[],
  find: (path: string) => string | undefined,
): Map<string, Asked[]> {
  const wanted = new Map<string, Asked[]>();
  for (const manifest of manifests) {
    for (const [path, digest] of manifest.entries) {
      const real = find(path);
      if (real === undefined) continue;
      const asked = wanted.get(real);
      if (asked) asked.push({ manifest, digest });
      else wanted.set(real, [{ manifest, digest }]);
    }
  }
  return wanted;
}

async function checkFile(
  path: string,
  file: BagFile,
  asked: readonly Asked[],
  progress: Progress,
): Promise<BagProblem[]> {
  const algorithms = new Set<Algorithm>();
  for (const { manifest } of asked) if (manifest.hash) algorithms.add(manifest.hash);
  try {
    const { digests, problems } = await file.pass({
      algorithms: [...algorithms],
      advance: (bytes) => progress.advance(bytes, path),
    });
    // What a crate repeats of the manifest is one problem, not two.
    const told = new Set<string>();
    for (const { manifest, digest } of asked) {
      const found = manifest.hash ? digests[manifest.hash] : undefined;
      if (found !== undefined && found !== digest && !told.has(digest))
        problems.push(problem(path, 'digest', `${manifest.hash} ${digest} (${manifest.file})`, found));
      told.add(digest);
    }
    return problems;
  } catch (error) {
    return [readProblem(path, error)];
  }
}
