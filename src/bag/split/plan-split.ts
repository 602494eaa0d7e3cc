import { createHash } from 'node:crypto';
import type { Audit } from '../../audit.js';
import { byBytes } from '../../bytes/order.js';
import { UsageError } from '../../usage-error.js';
import type { BagPlan } from '../bag-plan.js';
import type { PlanOptions } from '../facts.js';
import type { BagMember } from '../member.js';
import { planBag } from '../plan.js';
import { checkedChunks, type OpenCollected } from '../read-checked.js';
import { tarForm } from '../write/tar.js';
import { type ApartFile, apartFile, isInParts, type NamedRange, type SplitOptions } from './apart.js';
import { assetNames } from './asset-name.js';
import { reshard } from './reshard.js';

/** Assets that one release may have (GitHub), less the bag and what lies beside it. */
const MOST_ASSETS = 990;

/**
 * Plans a bag of which no file is longer than the limit: the longest payload files lie beside the zip, as few of them as do, those over
 * the limit in parts. The plan of the whole bag where that one fits. Parts are digested here, before anything
 * is written, since the bag says their digests. Throws UsageError where even a bag without payload does not fit.
 */
export async function planSplitBag(
  audit: Audit,
  options: PlanOptions,
  split: SplitOptions,
  openTree: OpenCollected,
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
    const apart = await putApart(whole.name, longest.slice(0, count), split, openTree);
    plan = planBag(audit, { ...options, apart });
  }
  const assets = plan.apart.reduce((sum, { parts }) => sum + parts.length, 0);
  if (assets > MOST_ASSETS)
    throw new UsageError(
      `expected at most ${MOST_ASSETS} files beside the bag, found ${assets} with at most ${split.limit} bytes each`,
      'Choose a larger size to split at.',
    );
  if (!plan.apart.some(isInParts)) return plan;
  return planBag(audit, { ...options, apart: await withDigests(plan.apart, openTree) });
}

const sizeOf = (plan: BagPlan): number => (plan.layout === 'tar' ? tarForm.size(plan) : plan.zip.size);

async function putApart(
  bag: string,
  members: readonly BagMember[],
  split: SplitOptions,
  openTree: OpenCollected,
): Promise<ApartFile[]> {
  const nameOf = assetNames(bag);
  const named = [...members]
    .sort((a, b) => byBytes(a.path, b.path))
    .map((member) => ({ member, name: nameOf(member.path) }));
  const taken = new Set(named.map(({ name }) => name.toLowerCase()));
  const apart: ApartFile[] = [];
  for (const { member, name } of named) {
    const shards = split.reshard && member.size > split.limit ? await shardsOf(member, name, split, openTree) : null;
    // A repository may hold shards of the same name beside the whole.
    const isFree = shards?.every((shard) => !taken.has(shard.name.toLowerCase()));
    apart.push(apartFile(member, name, split, isFree ? shards : null));
  }
  return apart;
}

async function shardsOf(
  { content }: BagMember,
  name: string,
  { limit }: SplitOptions,
  openTree: OpenCollected,
): Promise<NamedRange[] | null> {
  if (content.from !== 'tree' || !/\.safetensors$/i.test(name)) return null;
  const source = await openTree(content.path);
  try {
    return await reshard(source, name, limit);
  } finally {
    await source.close();
  }
}

/** The same files with the digests of their parts, each file read once and held to its own digest. */
async function withDigests(files: readonly ApartFile[], openTree: OpenCollected): Promise<ApartFile[]> {
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
  const hashes = parts.map(({ head }) => createHash('sha256').update(head));
  let at = 0;
  for await (const chunk of chunks) {
    for (const [i, { start, length }] of parts.entries()) {
      const [from, to] = [Math.max(start - at, 0), Math.min(start + length - at, chunk.length)];
      if (from < to) hashes[i]?.update(chunk.subarray(from, to));
    }
    at += chunk.length;
  }
  return parts.map((part, i) => ({ ...part, sha256: hashes[i]?.digest('hex') ?? '' }));
}

const tooSmall = (limit: number, size: number): UsageError =>
  new UsageError(
    `expected a bag of at most ${limit} bytes, found ${size} bytes without any file of the repository in it`,
    'Choose a larger size to split at.',
  );
