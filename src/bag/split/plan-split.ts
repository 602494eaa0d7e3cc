import { createHash } from 'node:crypto';
import type { Audit } from '../../audit.js';
import { byBytes } from '../../bytes/order.js';
import type { OpenByteSource } from '../../bytes/source.js';
import { UsageError } from '../../usage-error.js';
import type { BagPlan } from '../bag-plan.js';
import type { PlanOptions } from '../facts.js';
import type { BagMember } from '../member.js';
import { planBag } from '../plan.js';
import { checkedChunks } from '../read-checked.js';
import { tarForm } from '../write/tar.js';
import { type ApartFile, apartFile, isInParts, type SplitOptions } from './apart.js';
import { assetNames } from './asset-name.js';

/** Assets that one release may have (GitHub), less the bag and what lies beside it. */
const MOST_ASSETS = 990;

/**
 * Plans a bag of which no file is longer than the limit: the longest payload files lie beside the zip, as few of them as do, those over
 * the limit in numbered parts. The plan of the whole bag where that one fits. Parts are digested here, before anything
 * is written, since the bag says their digests. Throws UsageError where even a bag without payload does not fit.
 */
export async function planSplitBag(
  audit: Audit,
  options: PlanOptions,
  split: SplitOptions,
  openTree: (path: string) => Promise<OpenByteSource>,
): Promise<BagPlan> {
  const whole = planBag(audit, options);
  if (sizeOf(whole) <= split.limit) return whole;
  const longest = whole.members
    .filter(({ content }) => content.from === 'tree')
    .sort((a, b) => b.size - a.size || byBytes(a.path, b.path));
  let count = 0;
  let plan = whole;
  while (sizeOf(plan) > split.limit) {
    if (count === longest.length) throw tooSmall(split.limit, sizeOf(plan));
    for (let over = sizeOf(plan) - split.limit; over > 0 && count < longest.length; count++)
      over -= longest[count]?.size ?? 0;
    plan = planBag(audit, { ...options, apart: putApart(whole.name, longest.slice(0, count), split) });
  }
  const assets = plan.apart.reduce((sum, { parts }) => sum + parts.length, 0);
  if (assets > MOST_ASSETS)
    throw new UsageError(
      `expected at most ${MOST_ASSETS} files beside the bag, found ${assets} with at most ${split.limit} bytes each`,
      'Choose a larger --split.',
    );
  if (!plan.apart.some(isInParts)) return plan;
  return planBag(audit, { ...options, apart: await withDigests(plan.apart, openTree) });
}

const sizeOf = (plan: BagPlan): number => (plan.layout === 'tar' ? tarForm.size(plan) : plan.zip.size);

function putApart(bag: string, members: readonly BagMember[], split: SplitOptions): ApartFile[] {
  const nameOf = assetNames(bag);
  return [...members]
    .sort((a, b) => byBytes(a.path, b.path))
    .map((member) => apartFile(member, nameOf(member.path), split));
}

/** The same files with the digests of their parts, each file read once and held to its own digest. */
async function withDigests(
  files: readonly ApartFile[],
  openTree: (path: string) => Promise<OpenByteSource>,
): Promise<ApartFile[]> {
  const digested: ApartFile[] = [];
  for (const file of files) {
    if (!isInParts(file) || file.content.from !== 'tree') {
      digested.push(file);
      continue;
    }
    const source = await openTree(file.content.path);
    try {
      digested.push({ ...file, parts: await digestParts(file, checkedChunks(source, file)) });
    } finally {
      await source.close();
    }
  }
  return digested;
}

async function digestParts({ parts }: ApartFile, chunks: AsyncIterable<Buffer>): Promise<ApartFile['parts']> {
  const hashes = parts.map(() => createHash('sha256'));
  let at = 0;
  for await (const chunk of chunks) {
    for (const [i, { start, size }] of parts.entries()) {
      const [from, to] = [Math.max(start - at, 0), Math.min(start + size - at, chunk.length)];
      if (from < to) hashes[i]?.update(chunk.subarray(from, to));
    }
    at += chunk.length;
  }
  return parts.map((part, i) => ({ ...part, sha256: hashes[i]?.digest('hex') ?? '' }));
}

const tooSmall = (limit: number, size: number): UsageError =>
  new UsageError(
    `expected a bag of at most ${limit} bytes, found ${size} bytes without any file of the repository in it`,
    'Choose a larger --split.',
  );
