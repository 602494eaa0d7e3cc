import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { thoroughGroup } from '../../thorough.js';
import { type ModelRepository, modelRepository } from '../model-repository.js';
import { COUNT_LIMIT, renamed, SIZE_LIMIT } from './assets.js';
import { connect, REPO, refusalOf, upload } from './client.js';
import { type FakeGitHub, startFakeGitHub } from './github.js';
import { BODY_LIMIT } from './releases.js';
import { type Initial, TOKEN } from './seed.js';

let project: ModelRepository;
beforeAll(() => {
  project = modelRepository({ 'a.txt': 'a' });
  project.tag('v1.0');
});
afterAll(() => project.clean());

let running: FakeGitHub | undefined;
afterEach(async () => {
  const last = running;
  running = undefined;
  await last?.stop();
});

async function start(initial: Initial = {}) {
  const github = await startFakeGitHub({ folder: project.folder, ...initial });
  running = github;
  return { github, repos: connect(github).rest.repos };
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

thoroughGroup('releases of the fake', () => {
  it('hides drafts from their tag and from readers, and gives final URLs when they are published', async () => {
    const { github, repos } = await start();
    const draft = (await repos.createRelease({ ...REPO, tag_name: 'v1.0', draft: true })).data;
    expect(draft.html_url).toMatch(/\/releases\/tag\/untagged-[0-9a-f]{20}$/);
    expect(draft.tarball_url).toBeNull();
    expect((await refusalOf(repos.getReleaseByTag({ ...REPO, tag: 'v1.0' }))).status).toBe(404);
    expect((await repos.listReleases(REPO)).data.map(({ id }) => id)).toEqual([draft.id]);
    expect((await connect(github, null).rest.repos.listReleases(REPO)).data).toEqual([]);
    const asset = (await (await upload(draft.upload_url, 'bag.zip', 'bag')).json()) as { browser_download_url: string };
    expect(asset.browser_download_url).toContain('/releases/download/untagged-');
    expect((await fetch(asset.browser_download_url)).status).toBe(404);
    const published = (await repos.updateRelease({ ...REPO, release_id: draft.id, draft: false })).data;
    expect(published.html_url).toMatch(/\/releases\/tag\/v1\.0$/);
    expect(await (await fetch(published.assets[0]!.browser_download_url)).text()).toBe('bag');
    expect((await repos.getReleaseByTag({ ...REPO, tag: 'v1.0' })).data.id).toBe(draft.id);
    expect((await repos.getLatestRelease(REPO)).data.id).toBe(draft.id);
  });

  it('takes several drafts of a tag but publishes one release of it only', async () => {
    const { repos } = await start();
    const create = () => repos.createRelease({ ...REPO, tag_name: 'v1.0', draft: true });
    const [first, second] = [(await create()).data, (await create()).data];
    await repos.updateRelease({ ...REPO, release_id: first.id, draft: false });
    const refused = await refusalOf(repos.updateRelease({ ...REPO, release_id: second.id, draft: false }));
    expect(refused).toMatchObject({ status: 422, entry: { code: 'already_exists', field: 'tag_name' } });
  });

  it('makes a missing tag when a release is published', async () => {
    const { repos } = await start();
    await repos.createRelease({ ...REPO, tag_name: 'made', target_commitish: 'main' });
    expect(project.git('rev-parse', 'made')).toBe(project.git('rev-parse', 'main'));
    const refused = await refusalOf(repos.createRelease({ ...REPO, tag_name: 'other', target_commitish: 'nowhere' }));
    expect(refused).toMatchObject({ status: 422, entry: { code: 'invalid', field: 'target_commitish' } });
  });

  it('refuses notes over the limit', async () => {
    const { repos } = await start();
    const create = (length: number) =>
      repos.createRelease({ ...REPO, tag_name: 'v1.0', draft: true, body: 'x'.repeat(length) });
    await create(BODY_LIMIT);
    expect(await refusalOf(create(BODY_LIMIT + 1))).toMatchObject({
      status: 422,
      entry: { message: 'body is too long (maximum is 125000 characters)' },
    });
  });

  it('seals immutable releases when they are published, and burns their tags', async () => {
    const { repos } = await start({ immutableReleases: true });
    const draft = (await repos.createRelease({ ...REPO, tag_name: 'v1.0', draft: true })).data;
    expect(draft.immutable).toBe(false);
    const kept = (await (await upload(draft.upload_url, 'bag.zip', 'bag')).json()) as { id: number };
    const sealed = (await repos.updateRelease({ ...REPO, release_id: draft.id, draft: false, body: 'New' })).data;
    expect(sealed.immutable).toBe(true);
    const late = await upload(draft.upload_url, 'late.zip', 'late');
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('Cannot upload assets to an immutable release.');
    expect((await refusalOf(repos.deleteReleaseAsset({ ...REPO, asset_id: kept.id }))).status).toBe(422);
    await repos.updateRelease({ ...REPO, release_id: draft.id, body: 'Newer' });
    await repos.deleteRelease({ ...REPO, release_id: draft.id });
    expect(await refusalOf(repos.createRelease({ ...REPO, tag_name: 'v1.0' }))).toMatchObject({
      entry: { message: 'tag_name was used by an immutable release' },
    });
  });

  it('tells only administrators whether releases are immutable', async () => {
    const { github } = await start({ immutableReleases: true });
    const asked = connect(github).request('GET /repos/{owner}/{repo}/immutable-releases', REPO);
    expect(await refusalOf(asked)).toMatchObject({ status: 403, needs: 'administration=read' });
  });
});

thoroughGroup('assets of the fake', () => {
  const draft = async (initial: Initial = {}) => {
    const started = await start({ releases: [{ tag: 'v1.0', draft: true }], ...initial });
    const release = (await started.repos.listReleases(REPO)).data[0]!;
    return { ...started, release };
  };

  it('digests uploads and gives them back through a redirect without the token', async () => {
    const { github, repos, release } = await draft();
    const content = 'content '.repeat(10_000);
    const asset = (await (await upload(release.upload_url, 'bag.zip', content)).json()) as {
      id: number;
      digest: string;
    };
    expect(asset.digest).toBe(`sha256:${sha256(content)}`);
    const headers = { accept: 'application/octet-stream' };
    const got = await repos.getReleaseAsset({ ...REPO, asset_id: asset.id, headers });
    expect(sha256(new Uint8Array(got.data as unknown as ArrayBuffer))).toBe(sha256(content));
    const [asked, stored] = github.journal.exchanges.slice(-2);
    expect([asked?.status, stored?.host, stored?.status, stored?.authorized]).toEqual([302, 'storage', 200, false]);
    const moved = await fetch(`${github.hosts.api}/repos/octo/model/releases/assets/${asset.id}`, {
      headers: { ...headers, authorization: `Bearer ${TOKEN}` },
      redirect: 'manual',
    });
    const refused = await fetch(moved.headers.get('location')!, { headers: { authorization: 'Bearer x' } });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Only one auth mechanism')]);
  });

  it('keeps of large uploads the length and digest, and no space for zeros', async () => {
    const { github, release } = await draft();
    const size = 64 * 1024 * 1024;
    const zeros = new Uint8Array(size);
    const asset = (await (await upload(release.upload_url, 'zeros.bin', zeros)).json()) as { id: number; size: number };
    expect(asset.size).toBe(size);
    const [sent] = github.journal.of('POST /repos/{owner}/{repo}/releases/{release_id}/assets');
    expect(sent?.request).toEqual({ length: size, sha256: sha256(zeros), contentType: 'application/zip' });
    const stored = statSync(github.contentPath(asset.id));
    expect([stored.size, stored.blocks * 512 < size / 4]).toEqual([size, true]);
  });

  it('answers HEAD with the length, and reads nothing of the file for it', async () => {
    const { github, repos, release } = await draft();
    const asset = (await (await upload(release.upload_url, 'bag.zip', 'content')).json()) as { id: number };
    await repos.updateRelease({ ...REPO, release_id: release.id, draft: false });
    const path = github.contentPath(asset.id);
    const answer = async (): Promise<unknown[]> => {
      const url = `${github.hosts.web}/octo/model/releases/download/v1.0/bag.zip`;
      const { status, headers } = await fetch(url, { method: 'HEAD' });
      return [status, headers.get('content-length')];
    };
    expect(await answer()).toEqual([200, '7']);
    // A folder has a size too, and nothing that could be read.
    rmSync(path);
    mkdirSync(path);
    expect(await answer()).toEqual([200, String(statSync(path).size)]);
  });

  it('renames what has special characters, and refuses a second asset of the name', async () => {
    const { release, repos } = await draft();
    const named = (await (await upload(release.upload_url, 'my model (1).zip', 'a')).json()) as {
      name: string;
      id: number;
    };
    expect(named.name).toBe('my.model.1.zip');
    const again = await upload(release.upload_url, 'my.model.1.zip', 'a');
    expect([again.status, await again.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }] }),
    ]);
    await repos.updateReleaseAsset({ ...REPO, asset_id: named.id, name: 'other.zip', label: 'Other' });
    await repos.deleteReleaseAsset({ ...REPO, asset_id: named.id });
    expect((await repos.listReleaseAssets({ ...REPO, release_id: release.id })).data).toEqual([]);
  });

  it('renames every name to one that stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = renamed(name);
        expect(once).toMatch(/^[A-Za-z0-9_+@-]([A-Za-z0-9._+@-]*[A-Za-z0-9_+@-])?$/);
        expect(renamed(once)).toBe(once);
      }),
    );
    expect(['a b.zip', '.hidden', 'ümlaut.bin', '模型.pdf', 'v1.0+cu.zip'].map(renamed)).toEqual([
      'a.b.zip',
      'default.hidden',
      'umlaut.bin',
      'default.pdf',
      'v1.0+cu.zip',
    ]);
  });

  it('refuses uploads without a length, without content, too large, and one too many', async () => {
    const { github, release, repos } = await draft();
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('a'));
        controller.close();
      },
    });
    const refused = [await upload(release.upload_url, 'a', chunked), await upload(release.upload_url, 'b', '')];
    expect(
      await Promise.all(refused.map(async (one) => [one.status, ((await one.json()) as { message: string }).message])),
    ).toEqual([
      [400, 'Bad Content-Length'],
      [400, 'Bad Content-Length: 0'],
    ]);
    const answer = await declare(github, `/repos/octo/model/releases/${release.id}/assets?name=c`, SIZE_LIMIT);
    expect(answer).toContain('size must be less than');
    const own = github.repository.releases[0]!;
    own.assets = Array.from({ length: COUNT_LIMIT }, (_, id) => ({
      id,
      name: `${id}`,
      label: null,
      contentType: '',
      size: 1,
      sha256: '',
      state: 'uploaded',
      createdAt: own.createdAt,
      uploader: 'octo',
    }));
    expect((await upload(release.upload_url, 'd', 'd')).status).toBe(422);
    const pages = await connect(github).paginate(repos.listReleaseAssets, {
      ...REPO,
      release_id: release.id,
      per_page: 100,
    });
    expect(pages.length).toBe(COUNT_LIMIT);
  });

  it('leaves a starter behind when an upload breaks off, which takes the name', async () => {
    const { github, release, repos } = await draft();
    await declare(github, `/repos/octo/model/releases/${release.id}/assets?name=bag.zip`, 1000, 'only this');
    const [left] = (await repos.listReleaseAssets({ ...REPO, release_id: release.id })).data;
    expect([left?.name, left?.state, left?.digest]).toEqual(['bag.zip', 'starter', null]);
    expect((await upload(release.upload_url, 'bag.zip', 'bag')).status).toBe(422);
    await repos.deleteReleaseAsset({ ...REPO, asset_id: left!.id });
    const asset = (await (await upload(release.upload_url, 'bag.zip', 'bag')).json()) as { id: number };
    expect(readFileSync(github.contentPath(asset.id), 'utf8')).toBe('bag');
  });
});

/** Announces a length and sends less; gives what is answered before the connection ends. */
function declare({ hosts }: FakeGitHub, path: string, length: number, body?: string): Promise<string> {
  const { hostname, port } = new URL(hosts.uploads);
  return new Promise((resolve) => {
    const socket = dial(Number(port), hostname);
    const head = [`POST ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${TOKEN}`, `content-length: ${length}`];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body ?? ''}`);
    if (body !== undefined) socket.setTimeout(100, () => socket.destroy());
    let answered = '';
    socket.on('data', (data) => {
      answered += data.toString('utf8');
      socket.destroy();
    });
    // The fake sees the end of the connection after it happened here.
    socket.on('close', () => setTimeout(() => resolve(answered), 50));
  });
}
