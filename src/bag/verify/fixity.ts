import type { Algorithm } from '../../bytes/digest-threads.js';
import { lanes } from '../../bytes/parallel.js';
import { SHORT_BYTES } from '../../bytes/pass.js';
import { threadCount } from '../../bytes/threads.js';
import type { Progress } from '../../progress.js';
import type { BagContents, BagFile } from './contents.js';
import type { ListedFiles } from './listed-files.js';
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
  listed: ListedFiles,
  progress: Progress,
): Promise<BagProblem[]> {
  // By the number of the file: they are told in the order of the files.
  const found: { at: number; problems: BagProblem[] }[] = [];
  let count = 0;
  const large = lanes(threadCount());
  // Files that no manifest lists are read too: the zip has a check of its own for them.
  for (const [path, file] of contents.files) {
    const at = count++;
    const check = async (): Promise<void> => {
      const problems = await checkFile(path, file, askedOf(path, listed), progress);
      if (problems.length > 0) found.push({ at, problems });
    };
    if (file.size > SHORT_BYTES) await large.start(check);
    else await check();
  }
  await large.end();
  return found.sort((a, b) => a.at - b.at).flatMap(({ problems }) => problems);
}

const askedOf = (path: string, listed: ListedFiles): Asked[] =>
  listed.manifests.flatMap((manifest) => {
    const digest = listed.digestIn(manifest, path);
    return digest === undefined ? [] : { manifest, digest };
  });

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
      const said = `${manifest.hash} ${digest}`;
      if (found !== undefined && found !== digest && !told.has(said))
        problems.push(problem(path, 'digest', `${said} (${manifest.file})`, found));
      told.add(said);
    }
    return problems;
  } catch (error) {
    return [readProblem(path, error)];
  }
}
