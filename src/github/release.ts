import { NOTES_LIMIT, withSection } from '../report/release-notes.js';
import type { AssetFile } from './asset-files.js';
import { explained, isApiError, isMissing, tagNotOnGitHub, WorkflowError } from './errors.js';
import { type Api, type Host, type Release, repositoryOf } from './host.js';
import type { Inputs } from './inputs.js';
import { settled } from './settled.js';
import { assetsOf, faultOf } from './upload.js';

/** Releases whose tag says so are marked as not final. */
const PRERELEASE = /[-.]?(alpha|beta|rc|dev|pre|preview)[-.]?\d*$/i;

/** GitHub's API of one repository. */
export interface GitHub {
  host: Host;
  api: Api;
}

/** Published or draft, the release of a tag that everything goes to; of several drafts the oldest, so that runs agree. */
export async function findRelease(github: GitHub, tag: string): Promise<Release | null> {
  // `releases/tags/` never shows drafts, and the list lags behind; only both together find all.
  const listed = await releasesOf(github, tag);
  const published = listed.find(({ draft }) => !draft) ?? (await publishedRelease(github, tag));
  return published ?? chosenOf(listed);
}

async function releasesOf({ host, api }: GitHub, tag: string): Promise<Release[]> {
  const listed = await api.paginate(api.rest.repos.listReleases, { ...repositoryOf(host), per_page: 100 });
  return (listed as Release[]).filter(({ tag_name }) => tag_name === tag);
}

/** A draft that has files already goes before one that has none. */
const chosenOf = (drafts: readonly Release[]): Release | null =>
  [...drafts].sort((a, b) => Number(isEmpty(a)) - Number(isEmpty(b)) || a.id - b.id)[0] ?? null;

/** Nothing would be missed: a bot made it, and neither files nor words were added. */
const isEmpty = ({ assets, body, author, draft }: Release): boolean =>
  draft && assets.length === 0 && (body ?? '') === '' && author?.type === 'Bot';

async function publishedRelease({ host, api }: GitHub, tag: string): Promise<Release | null> {
  try {
    return (await api.rest.repos.getReleaseByTag({ ...repositoryOf(host), tag })).data;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * The release to attach to, made as a draft where there is none (`isMade`). Throws WorkflowError where `release` forbids it.
 */
export async function openRelease(
  github: GitHub,
  tag: string,
  mode: Inputs['release'],
): Promise<{ release: Release; isMade: boolean }> {
  try {
    const found = await existingRelease(github, tag, mode);
    if (found) return { release: found, isMade: false };
    await checkTag(github, tag);
    return { release: await createDraft(github, tag), isMade: true };
  } catch (error) {
    throw explained(error, `opening the release of ${tag}`, { contents: 'write' });
  }
}

async function existingRelease(github: GitHub, tag: string, mode: Inputs['release']): Promise<Release | null> {
  const found = await findRelease(github, tag);
  if (found && !found.draft && mode === 'draft')
    throw new WorkflowError(
      `the release of ${tag} is already published, and \`release: draft\` attaches to drafts alone`,
      'Use `release: auto`, which attaches to published releases too.',
      'with:\n  release: auto',
    );
  if (!found && mode === 'attach')
    throw new WorkflowError(
      `there is no release of ${tag}, and \`release: attach\` makes none`,
      'Make the release first, or use `release: auto`, which makes a draft.',
      'with:\n  release: auto',
    );
  return found;
}

/** GitHub makes a missing tag when a draft is published, at a commit that nobody chose. */
async function checkTag({ host, api }: GitHub, tag: string): Promise<void> {
  try {
    await api.rest.git.getRef({ ...repositoryOf(host), ref: `tags/${tag}` });
  } catch (error) {
    throw isMissing(error) ? tagNotOnGitHub(tag) : error;
  }
}

/** A draft of ours. Where an answer was lost, or two jobs made one at the same time, all of them agree on the same. */
async function createDraft(github: GitHub, tag: string): Promise<Release> {
  const { host, api } = github;
  const made = await createOnce(github, tag);
  if (!made.draft) return made;
  host.log(`made a draft release of ${tag}`);
  const drafts = (await releasesOf(github, tag)).filter(({ draft }) => draft);
  const first = chosenOf([made, ...drafts.filter(({ id }) => id !== made.id)]) as Release;
  for (const { id } of drafts.filter((one) => one.id !== first.id && isEmpty(one)))
    await api.rest.repos.deleteRelease({ ...repositoryOf(host), release_id: id });
  return first;
}

const CREATIONS = 3;

/** Looks for the draft before it is asked for again: an answer may be lost although the draft was made. */
async function createOnce(github: GitHub, tag: string): Promise<Release> {
  const { host, api } = github;
  for (let attempt = 1; ; attempt++) {
    try {
      const { data } = await api.rest.repos.createRelease({
        ...repositoryOf(host),
        tag_name: tag,
        name: tag,
        draft: true,
        prerelease: PRERELEASE.test(tag),
        request: { retries: 0 },
      });
      return data;
    } catch (error) {
      if (attempt === CREATIONS || !mayPass(error)) throw error;
      host.log(`making a draft release of ${tag}: ${error instanceof Error ? error.message.split('\n', 1)[0] : ''}`);
      await host.wait(attempt * 1000);
      const found = await findRelease(github, tag);
      if (found) return found;
    }
  }
}

/** GitHub's own trouble, or a release that was made meanwhile. */
const mayPass = (error: unknown): boolean =>
  isApiError(error) && (error.status >= 500 || (error.status === 422 && /already_exists/.test(error.message)));

/** Takes back a draft that this run made and nothing could be attached to. */
export async function discardEmpty({ host, api }: GitHub, release: Release): Promise<void> {
  try {
    const place = { ...repositoryOf(host), release_id: release.id };
    const { data } = await api.rest.repos.getRelease(place);
    if (isEmpty(data)) await api.rest.repos.deleteRelease(place);
  } catch (error) {
    // The error that led here is the one to tell; the next run uses the draft.
    host.log(`the empty draft stays: ${error instanceof Error ? error.message.split('\n', 1)[0] : ''}`);
  }
}

/** Published, and sealed. */
export const isSealed = (release: Release): boolean => !release.draft && release.immutable === true;

/** Writes our section into the notes; all else in them stays. Too long notes are left alone. */
export async function writeNotes({ host, api }: GitHub, release: Release, section: string): Promise<void> {
  const place = { ...repositoryOf(host), release_id: release.id };
  const { data } = await settled(host, () => api.rest.repos.getRelease(place));
  const notes = data.body ?? '';
  const body = withSection(notes, section);
  if (body === notes) return;
  if (body.length > NOTES_LIMIT) {
    host.log(`the notes of ${release.tag_name} are too long for our section and stay as they are`);
    return;
  }
  await api.rest.repos.updateRelease({ ...place, body });
}

/**
 * Publishes a draft once every file is there, as it has to be. Throws WorkflowError where GitHub does not say so before and
 * afterwards.
 */
export async function publishRelease(github: GitHub, release: Release, files: readonly AssetFile[]): Promise<Release> {
  const { host, api } = github;
  await checkComplete(github, release, files);
  const place = { ...repositoryOf(host), release_id: release.id };
  let data: Release;
  try {
    // `legacy`: an old tag that is archived afterwards must not become the latest release.
    await api.rest.repos.updateRelease({ ...place, draft: false, make_latest: 'legacy' });
    ({ data } = await api.rest.repos.getRelease(place));
  } catch (error) {
    // Another job may have published it at the same time.
    ({ data } = await api.rest.repos.getRelease(place));
    if (data.draft) throw error;
  }
  if (data.draft)
    throw new WorkflowError(
      `GitHub left the release of ${release.tag_name} a draft`,
      'Look at the release; another workflow may have changed it at the same time.',
    );
  await checkComplete(github, data, files);
  return data;
}

async function checkComplete(github: GitHub, release: Release, files: readonly AssetFile[]): Promise<void> {
  const present = new Map((await assetsOf({ ...github, release })).map((asset) => [asset.name, asset]));
  for (const file of files) {
    const asset = present.get(file.name);
    const fault = asset === undefined ? 'it is gone' : file.role === 'beside' ? null : faultOf(asset, file);
    if (fault !== null)
      throw new WorkflowError(
        `${release.draft ? 'the draft is not published: ' : ''}${file.name} was attached and is no longer right: ${fault}`,
        'Another workflow may have changed the release at the same time. Run the job again.',
      );
  }
}
