import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isBagFile } from '../bag/bag-layout.js';
import { fileDigest } from '../bag/final-place.js';
import { openFile } from '../bytes/file-source.js';
import { fetchAsset } from './attach.js';
import { explained } from './errors.js';
import { type Asset, type Release, repositoryOf } from './host.js';
import type { Run } from './project.js';
import { faultOfBag, partsOfBag } from './published-parts.js';

/** The newest ones; older bags were looked at when they were new. */
const MOST_BAGS = 10;

/** What became of one bag. */
export interface BagState {
  tag: string;
  name: string;
  size: number;
  /** Null where it is as it was. */
  fault: string | null;
}

/** Downloads each of the newest bags, with its parts, and verifies it. */
export async function verifyReleases(run: Run): Promise<BagState[]> {
  const { host, inputs } = run;
  const api = await host.api(inputs.token);
  const releases = (await api
    .paginate(api.rest.repos.listReleases, { ...repositoryOf(host), per_page: 100 })
    .catch((error) => {
      throw explained(error, 'listing the releases', { contents: 'read' });
    })) as Release[];
  const bags = releases
    .filter(({ draft }) => !draft)
    .flatMap((release) => bagsOf(release))
    .slice(0, MOST_BAGS);
  const states: BagState[] = [];
  for (const bag of bags) states.push(await stateOf(run, bag));
  return states;
}

interface AttachedBag {
  tag: string;
  bag: Asset;
  checksum: Asset;
  /** Everything that the release has. */
  assets: readonly Asset[];
}

/** Zips and tars that have the checksum file beside them that `pack` writes. */
export const bagsOf = ({ tag_name, assets }: Release): AttachedBag[] =>
  (assets as Asset[]).flatMap((bag) => {
    const checksum = (assets as Asset[]).find(({ name }) => name === `${bag.name}.sha256`);
    return isBagFile(bag.name) && checksum ? [{ tag: tag_name, bag, checksum, assets: assets as Asset[] }] : [];
  });

async function stateOf(run: Run, attached: AttachedBag): Promise<BagState> {
  const { tag, bag, checksum } = attached;
  const state = { tag, name: bag.name, size: bag.size };
  if (bag.state !== 'uploaded') return { ...state, fault: `its upload never finished (state ${bag.state})` };
  const path = join(run.folder, 'verified.bag');
  const sums = join(run.folder, 'verified.sha256');
  try {
    run.host.log(`verifying ${bag.name} of ${tag}`);
    await fetchAsset(run.host, run.inputs.token, checksum, sums);
    await fetchAsset(run.host, run.inputs.token, bag, path);
    return { ...state, fault: (await faultOf(path, sums)) ?? (await faultOfParts(run, path, attached)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...state, fault: error.message };
  } finally {
    await rm(path, { force: true });
    await rm(sums, { force: true });
  }
}

/** Parts are fetched one after the other, so that the disk has to hold one of them alone. */
async function faultOfParts(run: Run, bag: string, { assets }: AttachedBag): Promise<string | null> {
  const path = join(run.folder, 'verified.part');
  try {
    for (const { name, sha256 } of (await partsOfBag(bag)).flatMap(({ parts }) => parts)) {
      const asset = assets.find((one) => one.name === name && one.state === 'uploaded');
      if (!asset) return `${name}, which lies beside it, is gone`;
      run.host.log(`verifying ${name}`);
      await fetchAsset(run.host, run.inputs.token, asset, path);
      const found = await fileDigest(path);
      if (found !== sha256) return `${name}: expected sha256 ${sha256}, found ${found}`;
    }
    return null;
  } finally {
    await rm(path, { force: true });
  }
}

async function faultOf(path: string, sums: string): Promise<string | null> {
  const stated = /^[0-9a-f]{64}/.exec(await textOf(sums))?.[0];
  const found = await fileDigest(path);
  return stated === found ? faultOfBag(path) : `expected sha256 ${stated ?? '(none)'}, found ${found}`;
}

async function textOf(path: string): Promise<string> {
  const source = await openFile(path);
  try {
    return Buffer.from(await source.read(0, Math.min(source.size, 4096))).toString('latin1');
  } finally {
    await source.close();
  }
}
