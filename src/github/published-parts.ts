import { type ListedFile, PARTS_PATH, parseParts } from '../bag/split/parts-document.js';
import type { BagProblem } from '../bag/verify/problem.js';
import { reinspect } from '../bag/verify/reinspect.js';
import { verifyBag } from '../bag/verify.js';
import { type Progress, SILENT } from '../progress.js';
import type { AssetFile } from './asset-files.js';
import { documentIn } from './bag-document.js';
import { sizeAt } from './connection.js';
import { WorkflowError } from './errors.js';
import { downloadUrl, type Release } from './host.js';
import type { GitHub } from './release.js';
import { assetsOf } from './upload.js';

/** A list of parts is never longer; one part takes a few hundred bytes. */
const LIST_BYTES = 4 * 1024 * 1024;

/** What lies beside a bag, as the bag itself says it; nothing where the bag is whole. */
export async function partsOfBag(path: string): Promise<ListedFile[]> {
  const text = await documentIn(path, PARTS_PATH, LIST_BYTES);
  return text === null ? [] : parseParts(text);
}

/** What is wrong with a downloaded bag, its models inspected again; null where it is whole but for what lies beside it. */
export async function faultOfBag(path: string, progress: Progress = SILENT): Promise<string | null> {
  const { verdict, problems, crate, models } = await verifyBag(path, { progress, reinspect });
  const problem =
    problems.find(({ kind }) => kind !== 'not-fetched') ?? (verdict === 'invalid' ? crate.problems[0] : undefined);
  if (problem) return `${verdict}: ${told(problem)}`;
  const [changed] = models.changed;
  return changed ? `${changed.path} is not what the evidence says` : null;
}

function told({ file, kind, expected, found }: BagProblem): string {
  const values = [expected && `expected ${expected}`, found && `found ${found}`].filter((part) => part !== '');
  return [file || kind, ...values].join(', ');
}

/**
 * The bag said where its parts would lie before the release was published: whether they do. Without a token, as a stranger
 * comes; only in private repositories as the API tells. Throws WorkflowError.
 */
export async function checkAddresses(
  github: GitHub,
  release: Release,
  tag: string,
  files: readonly AssetFile[],
): Promise<void> {
  const parts = files.filter(({ role }) => role === 'part');
  if (parts.length === 0) return;
  const isPrivate = github.host.event.payload.repository?.private !== false;
  const assets = isPrivate ? await assetsOf({ ...github, release }) : [];
  for (const { name, size } of parts) {
    const url = downloadUrl(github.host, tag, name);
    const fault = isPrivate
      ? toldElsewhere(assets.find((asset) => asset.name === name)?.browser_download_url, url)
      : await missing(github, url, size);
    if (fault !== null)
      throw new WorkflowError(
        `${name} is not found where the bag says that it lies, ${url}: ${fault}`,
        'Run the job again; if it stays so, whoever fetches the bag must take the file from the page of the release.',
      );
  }
  github.host.log(`${parts.length} files beside the bag lie where it says`);
}

const toldElsewhere = (told: string | undefined, url: string): string | null =>
  told === url ? null : `GitHub says ${told ?? 'nothing'}`;

const LOOKS = 4;

/** What a stranger finds; a release that was just published may take a moment to show. */
async function missing({ host }: GitHub, url: string, size: number): Promise<string | null> {
  for (let look = 1; ; look++) {
    const found = await sizeAt(new URL(url)).catch((error: Error) => error.message);
    if (found === size) return null;
    if (look === LOOKS) return typeof found === 'number' ? `expected ${size} bytes, found ${found}` : found;
    await host.wait(2 ** look * 1000);
  }
}
