import { renameSync } from 'node:fs';
import type { Answer, Call, Hosts, Route } from './call.js';
import { invalid, may, notFound, pageOf, problem, releaseOf, text } from './call.js';
import { user } from './people.js';
import { apiUrl, webUrl } from './repository.js';
import { type Asset, nodeId, placeOf, type Release, type Repository } from './store.js';

/** Bytes that an asset has to stay under. */
export const SIZE_LIMIT = 2 ** 31;
/** Assets that a release may have. */
export const COUNT_LIMIT = 1000;

export function assetBody(asset: Asset, release: Release, repository: Repository, hosts: Hosts): object {
  return {
    url: `${apiUrl(repository, hosts)}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    name: asset.name,
    label: asset.label,
    uploader: user(asset.uploader, hosts),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.size,
    digest: asset.state === 'uploaded' && repository.digests ? `sha256:${asset.sha256}` : null,
    download_count: 0,
    created_at: asset.createdAt,
    updated_at: asset.createdAt,
    browser_download_url: `${webUrl(repository, hosts)}/releases/download/${placeOf(release)}/${asset.name}`,
  };
}

/**
 * GitHub's renaming, as far as it is known: marks on letters go, runs of other special characters become a dot, and a name
 * that has nothing before its first dot starts with `default`.
 */
export function renamed(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  const dotted = plain.replace(/[^A-Za-z0-9._+@-]+/g, '.').replace(/\.{2,}/g, '.');
  const trimmed = dotted.replace(/\.$/, '');
  return trimmed === '' || trimmed.startsWith('.') ? `default${trimmed}` : trimmed;
}

/** What refuses an upload for its length; null where nothing does. */
export function uploadRefusal(length: string | undefined): Answer | null {
  if (length === undefined || !/^\d+$/.test(length)) return problem(400, 'Bad Content-Length');
  if (Number(length) === 0) return problem(400, 'Bad Content-Length: 0');
  if (isTooLarge(length)) {
    const message = `size must be less than or equal to ${SIZE_LIMIT}`;
    return invalid('ReleaseAsset', 'custom', 'size', message).answer;
  }
  return null;
}

export const isTooLarge = (length: string | undefined): boolean => Number(length ?? 0) >= SIZE_LIMIT;

/** Lays a new asset into the release: whole, or a `starter` whose upload broke off. */
export function addAsset(call: Call, release: Release, state: Asset['state']): Asset {
  const { store, upload, query, viewer } = call;
  const asset: Asset = {
    id: store.nextId(),
    name: renamed(query.get('name') ?? ''),
    label: query.get('label') ?? '',
    contentType: upload?.contentType ?? 'application/octet-stream',
    size: upload?.size ?? 0,
    sha256: upload?.sha256 ?? '',
    state,
    createdAt: store.now(),
    uploader: viewer?.login ?? 'ghost',
  };
  if (upload && state === 'uploaded') renameSync(upload.path, call.storagePath(asset.id));
  release.assets.push(asset);
  return asset;
}

/** Why an upload to this release cannot be; thrown. */
export function checkUpload({ query }: Call, release: Release): void {
  if (release.immutable) {
    throw invalid('ReleaseAsset', 'custom', 'release', 'Cannot upload assets to an immutable release.');
  }
  const name = renamed(query.get('name') ?? '');
  if (release.assets.some((asset) => asset.name === name)) throw invalid('ReleaseAsset', 'already_exists', 'name');
  if (release.assets.length >= COUNT_LIMIT) {
    throw invalid('ReleaseAsset', 'custom', 'release', `file_count limited to ${COUNT_LIMIT} assets per release`);
  }
}

function upload(call: Call): Answer {
  const release = releaseOf(call);
  checkUpload(call, release);
  if (!call.upload) return problem(400, 'Bad Content-Length');
  const asset = addAsset(call, release, 'uploaded');
  return { status: 201, body: assetBody(asset, release, call.repository, call.hosts) };
}

function find({ repository, path, viewer }: Call): { asset: Asset; release: Release } {
  for (const release of repository.releases) {
    const asset = release.assets.find(({ id }) => id === Number(path['asset_id']));
    if (asset && (!release.draft || may(viewer, 'contents', 'write'))) return { asset, release };
  }
  throw notFound();
}

function get(call: Call): Answer {
  const { asset, release } = find(call);
  if (call.accept.includes('application/octet-stream')) {
    if (asset.state !== 'uploaded') throw notFound();
    return { status: 302, headers: { location: signedUrl(call.hosts, asset.id, asset.name) } };
  }
  return { status: 200, body: assetBody(asset, release, call.repository, call.hosts) };
}

/** Address at the storage host, which takes its own signature and no Authorization header. */
export const signedUrl = (hosts: Hosts, id: number, name: string): string =>
  `${hosts.storage}/${id}?sig=fake&filename=${encodeURIComponent(name)}`;

const refuseSealed = (release: Release): void => {
  if (!release.immutable) return;
  throw invalid('ReleaseAsset', 'custom', 'release', 'Cannot modify or delete assets of an immutable release.');
};

function edit(call: Call): Answer {
  const { asset, release } = find(call);
  refuseSealed(release);
  const name = text(call.input['name']);
  if (name !== undefined) {
    const wanted = renamed(name);
    if (release.assets.some((other) => other !== asset && other.name === wanted)) {
      throw invalid('ReleaseAsset', 'already_exists', 'name');
    }
    asset.name = wanted;
  }
  asset.label = text(call.input['label']) ?? asset.label;
  return { status: 200, body: assetBody(asset, release, call.repository, call.hosts) };
}

function remove(call: Call): Answer {
  const { asset, release } = find(call);
  refuseSealed(release);
  release.assets = release.assets.filter((other) => other !== asset);
  return { status: 204 };
}

const ASSETS = '/repos/{owner}/{repo}/releases/assets/{asset_id}';
const OF_RELEASE = '/repos/{owner}/{repo}/releases/{release_id}/assets';
export const assetRoutes: readonly Route[] = [
  {
    on: `GET ${OF_RELEASE}`,
    needs: [{ contents: 'read' }],
    answer: (call) => {
      const release = releaseOf(call);
      return pageOf(call, release.assets, (asset) => assetBody(asset, release, call.repository, call.hosts));
    },
  },
  { on: `POST ${OF_RELEASE}`, host: 'uploads', needs: [{ contents: 'write' }], answer: upload },
  { on: `GET ${ASSETS}`, needs: [{ contents: 'read' }], answer: get },
  { on: `PATCH ${ASSETS}`, needs: [{ contents: 'write' }], answer: edit },
  { on: `DELETE ${ASSETS}`, needs: [{ contents: 'write' }], answer: remove },
];
