import { assetBody } from './assets.js';
import type { Answer, Call, Hosts, Route } from './call.js';
import { invalid, may, notFound, pageOf, problem, Refusal, releaseOf, text } from './call.js';
import { commitOf, gitBytes } from './git.js';
import { user } from './people.js';
import { apiUrl, webUrl } from './repository.js';
import { placeholderOf } from './seed.js';
import { nodeId, placeOf, type Release, type Repository } from './store.js';

/** Characters that the notes of a release may have. */
export const BODY_LIMIT = 125_000;

export function releaseBody(release: Release, repository: Repository, hosts: Hosts): Record<string, unknown> {
  const url = `${apiUrl(repository, hosts)}/releases/${release.id}`;
  const uploads = `${hosts.uploads}/repos/${repository.owner}/${repository.name}/releases/${release.id}/assets`;
  const archive = release.draft ? null : encodeURIComponent(release.tag);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${uploads}{?name,label}`,
    html_url: `${webUrl(repository, hosts)}/releases/tag/${placeOf(release)}`,
    id: release.id,
    author: user(release.author, hosts),
    node_id: nodeId('Release', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    updated_at: release.publishedAt ?? release.createdAt,
    published_at: release.publishedAt,
    assets: release.assets.map((asset) => assetBody(asset, release, repository, hosts)),
    tarball_url: archive && `${apiUrl(repository, hosts)}/tarball/${archive}`,
    zipball_url: archive && `${apiUrl(repository, hosts)}/zipball/${archive}`,
    body: release.body,
  };
}

const present = ({ repository, hosts }: Call, release: Release, status = 200): Answer => ({
  status,
  body: releaseBody(release, repository, hosts),
});

function list(call: Call): Answer {
  const { repository, hosts, viewer } = call;
  // Drafts first, then the newest; drafts are shown to those who may push.
  const seen = repository.releases.filter(({ draft }) => !draft || may(viewer, 'contents', 'write'));
  const sorted = [...seen].reverse().sort((a, b) => Number(b.draft) - Number(a.draft));
  return pageOf(call, sorted, (release) => releaseBody(release, repository, hosts));
}

/** Drafts are invisible here, also to those who may push. */
function byTag(call: Call): Answer {
  const release = call.repository.releases.find(({ draft, tag }) => !draft && tag === call.path['tag']);
  if (!release) throw notFound();
  return present(call, release);
}

function latest(call: Call): Answer {
  const { releases, latest: marked } = call.repository;
  const full = releases.filter(({ draft, prerelease }) => !draft && !prerelease);
  const release = full.find(({ id }) => id === marked) ?? full.at(-1);
  if (!release) throw notFound();
  return present(call, release);
}

function create(call: Call): Answer {
  const { repository, store, input, viewer } = call;
  const tag = text(input['tag_name'])?.trim() ?? '';
  if (tag === '') throw invalid('Release', 'missing_field', 'tag_name');
  if (/[\s~^:?*[\\]|\.\.|^[-/]|\/$/.test(tag))
    throw invalid('Release', 'custom', 'tag_name', 'tag_name is not a valid tag');
  const draft = input['draft'] === true;
  const release: Release = {
    id: store.nextId(),
    tag,
    target: text(input['target_commitish']) ?? repository.defaultBranch,
    name: text(input['name']) ?? null,
    body: notes(input['body']) ?? null,
    draft: true,
    prerelease: input['prerelease'] === true,
    immutable: false,
    placeholder: placeholderOf(tag, repository.releases.length),
    createdAt: store.now(),
    publishedAt: null,
    author: viewer?.login ?? 'ghost',
    assets: [],
  };
  checkTag(repository, release);
  if (!draft) publish(call, release);
  repository.releases.push(release);
  return present(call, release, 201);
}

function edit(call: Call): Answer {
  const { repository, input } = call;
  const release = releaseOf(call);
  const changed: Release = {
    ...release,
    tag: text(input['tag_name']) ?? release.tag,
    target: text(input['target_commitish']) ?? release.target,
    name: text(input['name']) ?? release.name,
    body: notes(input['body']) ?? release.body,
    prerelease: typeof input['prerelease'] === 'boolean' ? input['prerelease'] : release.prerelease,
  };
  if (release.immutable && (changed.tag !== release.tag || input['draft'] === true)) {
    throw invalid('Release', 'custom', 'tag_name', 'tag_name cannot be changed on an immutable release');
  }
  if (changed.tag !== release.tag) checkTag(repository, changed);
  if (input['draft'] === false && release.draft) {
    checkTag(repository, changed);
    publish(call, changed);
  } else if (input['draft'] === true) changed.draft = true;
  if (input['make_latest'] === 'true' && !changed.draft) markLatest(repository, changed);
  Object.assign(release, changed);
  return present(call, release);
}

const markLatest = (repository: Repository, release: Release): void => {
  if (release.prerelease) throw invalid('Release', 'custom', 'make_latest', 'Prereleases cannot be set as latest.');
  repository.latest = release.id;
};

/** No two published releases share a tag; the tag of an immutable one is never given out again. */
function checkTag({ releases, burnedTags }: Repository, { id, tag }: Release): void {
  const other = releases.find((release) => !release.draft && release.tag === tag && release.id !== id);
  if (other) throw invalid('Release', 'already_exists', 'tag_name');
  if (burnedTags.has(tag)) {
    throw invalid('Release', 'custom', 'tag_name', 'tag_name was used by an immutable release');
  }
}

/** Makes a draft public: URLs become final, a missing tag is made, an immutable repository seals it. */
function publish({ repository, store, input }: Call, release: Release): void {
  const { folder } = repository;
  if (folder !== '' && gitBytes(folder, 'rev-parse', '--verify', '--quiet', `refs/tags/${release.tag}`) === null) {
    const commit = commitOf(folder, release.target);
    if (commit === null) throw invalid('Release', 'invalid', 'target_commitish');
    gitBytes(folder, 'update-ref', `refs/tags/${release.tag}`, commit);
  }
  release.draft = false;
  release.publishedAt ??= store.now();
  if (repository.immutableReleases) {
    release.immutable = true;
    repository.burnedTags.add(release.tag);
  }
  if (input['make_latest'] !== 'false' && !release.prerelease) repository.latest = release.id;
}

function notes(value: unknown): string | undefined {
  const body = text(value);
  if (body !== undefined && body.length > BODY_LIMIT) {
    throw invalid('Release', 'custom', 'body', `body is too long (maximum is ${BODY_LIMIT} characters)`);
  }
  return body;
}

function remove(call: Call): Answer {
  const release = releaseOf(call);
  call.repository.releases = call.repository.releases.filter((other) => other !== release);
  return { status: 204 };
}

function generateNotes({ repository, input, hosts }: Call): Answer {
  const tag = text(input['tag_name']);
  if (tag === undefined) throw new Refusal(problem(422, 'Validation Failed'));
  const previous = text(input['previous_tag_name']);
  const span = previous === undefined ? `commits/${tag}` : `compare/${previous}...${tag}`;
  const body = `**Full Changelog**: ${webUrl(repository, hosts)}/${span}`;
  return { status: 200, body: { name: tag, body } };
}

const RELEASES = '/repos/{owner}/{repo}/releases';
export const releaseRoutes: readonly Route[] = [
  { on: `GET ${RELEASES}`, needs: [{ contents: 'read' }], answer: list },
  { on: `POST ${RELEASES}`, needs: [{ contents: 'write' }], answer: create },
  { on: `POST ${RELEASES}/generate-notes`, needs: [{ contents: 'write' }], answer: generateNotes },
  { on: `GET ${RELEASES}/latest`, needs: [{ contents: 'read' }], answer: latest },
  { on: `GET ${RELEASES}/tags/{tag}`, needs: [{ contents: 'read' }], answer: byTag },
  {
    on: `GET ${RELEASES}/{release_id}`,
    needs: [{ contents: 'read' }],
    answer: (call) => present(call, releaseOf(call)),
  },
  { on: `PATCH ${RELEASES}/{release_id}`, needs: [{ contents: 'write' }], answer: edit },
  { on: `DELETE ${RELEASES}/{release_id}`, needs: [{ contents: 'write' }], answer: remove },
];
