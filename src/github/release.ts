import { NOTES_LIMIT, roomFor, withSection } from '../report/release-notes.js';
import type { AssetFile } from './asset-files.js';
import { explained, firstLine, isMissing, tagNotOnGitHub, WorkflowError } from './errors.js';
import { type Api, type Host, type Release, repositoryOf } from './host.js';
import type { Inputs } from './inputs.js';
import { createdOnce, settled } from './settled.js';
import { assetsOf, faultOf } from './upload.js';

/** Releases whose tag says so are marked as not final. */
const PRERELEASE = /[-.]?(alpha|beta|rc|dev|pre|preview)[-.]?\d*$/i;

/** GitHub's API of one repository. */
export interface GitHub {
  host: Host;
  api: Api;
}

/** Published or draft, the release of a tag that everything goes to; of several drafts the oldest, so that runs agree. */
async function findRelease(github: GitHub, tag: string): Promise<Release | null> {
  // `releases/tags/` never shows drafts, and the list lags behind; only both together find all.
  const listed = await releasesOf(github, tag);
  return (await publishedOf(github, tag, listed)) ?? chosenOf(listed);
}

async function releasesOf({ host, api }: GitHub, tag: string): Promise<Release[]> {
  const listed = await api.paginate(api.rest.repos.listReleases, { ...repositoryOf(host), per_page: 100 });
  return (listed as Release[]).filter(({ tag_name }) => tag_name === tag);
}

/** A draft that has files already goes before one that has none. */
const chosenOf = (drafts: readonly Release[]): Release | null =>
  [...drafts].sort((a, b) => Number(isEmpty(a)) - Number(isEmpty(b)) || a.id - b.id)[0] ?? null;

/** Neither files nor words were added to the draft. */
const hasNothing = ({ assets, body, draft }: Release): boolean => draft && assets.length === 0 && (body ?? '') === '';

/** Nothing would be missed, whichever job made it: people may have plans with an empty draft, bots have none. */
const isEmpty = (release: Release): boolean => hasNothing(release) && release.author?.type === 'Bot';

async function publishedOf({ host, api }: GitHub, tag: string, listed: readonly Release[]): Promise<Release | null> {
  const published = listed.find(({ draft }) => !draft);
  if (published) return published;
  try {
    return (await api.rest.repos.getReleaseByTag({ ...repositoryOf(host), tag })).data;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The release to attach to; `isMade` says for certain that this run made it. */
export interface OpenedRelease {
  release: Release;
  isMade: boolean;
}

/** Finds the release of a tag, or makes it as a draft. Throws WorkflowError where `release` forbids it. */
export async function openRelease(github: GitHub, tag: string, mode: Inputs['release']): Promise<OpenedRelease> {
  try {
    const found = await findRelease(github, tag);
    checkMode(found, tag, mode);
    if (found) return { release: found, isMade: false };
    await checkTag(github, tag);
    const opened = await createDraft(github, tag);
    checkMode(opened.release, tag, mode);
    return opened;
  } catch (error) {
    throw explained(error, `opening the release of ${tag}`, { contents: 'write' });
  }
}

function checkMode(found: Release | null, tag: string, mode: Inputs['release']): void {
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
}

/** GitHub makes a missing tag when a draft is published, at a commit that nobody chose. */
async function checkTag({ host, api }: GitHub, tag: string): Promise<void> {
  try {
    await api.rest.git.getRef({ ...repositoryOf(host), ref: `tags/${tag}` });
  } catch (error) {
    throw isMissing(error) ? tagNotOnGitHub(tag) : error;
  }
}

/**
 * A draft of ours, unless a release shows up that goes before it: one that was published meanwhile, or, where an answer was lost
 * or two jobs made a draft at the same time, the draft that all of them agree on. What is too much and has nothing goes again.
 */
async function createDraft(github: GitHub, tag: string): Promise<OpenedRelease> {
  const { host } = github;
  const { one: made, isMade } = await createdOnce(host, {
    doing: `making a draft release of ${tag}`,
    create: () => newDraft(github, tag),
    find: () => findRelease(github, tag),
  });
  if (!made.draft) return { release: made, isMade };
  if (isMade) host.log(`made a draft release of ${tag}`);
  const listed = await releasesOf(github, tag);
  const all = listed.some(({ id }) => id === made.id) ? listed : [made, ...listed];
  const release = (await publishedOf(github, tag, listed)) ?? (chosenOf(all) as Release);
  for (const { id } of all.filter((one) => one.id !== release.id))
    await discard(github, id, isMade && id === made.id ? hasNothing : isEmpty);
  return { release, isMade: isMade && release.id === made.id };
}

async function newDraft({ host, api }: GitHub, tag: string): Promise<Release> {
  const { data } = await api.rest.repos.createRelease({
    ...repositoryOf(host),
    tag_name: tag,
    name: tag,
    draft: true,
    prerelease: PRERELEASE.test(tag),
    request: { retries: 0 },
  });
  return data;
}

/** Takes back a draft that this run made and nothing could be attached to. */
export const discardEmpty = (github: GitHub, { id }: Release): Promise<void> => discard(github, id, hasNothing);

/** Removes a draft that still may go when it is looked at again; one that stays does no harm, the next run uses it. */
async function discard({ host, api }: GitHub, id: number, mayGo: (release: Release) => boolean): Promise<void> {
  try {
    const place = { ...repositoryOf(host), release_id: id };
    const { data } = await api.rest.repos.getRelease(place);
    if (mayGo(data)) await api.rest.repos.deleteRelease(place);
  } catch (error) {
    // Another job may have removed it first.
    if (isMissing(error)) return;
    host.log(`the empty draft stays: ${firstLine(error instanceof Error ? error.message : String(error))}`);
  }
}

/** Published, and sealed. */
export const isSealed = (release: Release): boolean => !release.draft && release.immutable === true;

/** Writes our section into the notes; all else in them stays. Too long notes are left alone. */
export async function writeNotes(
  { host, api }: GitHub,
  release: Release,
  section: (room: number) => string,
): Promise<void> {
  const place = { ...repositoryOf(host), release_id: release.id };
  const { data } = await settled(host, () => api.rest.repos.getRelease(place));
  const notes = data.body ?? '';
  const body = withSection(notes, section(roomFor(notes)));
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
