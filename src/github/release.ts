import { NOTES_LIMIT, withSection } from '../report/release-notes.js';
import { explained, immutableRelease, isMissing, tagNotOnGitHub, WorkflowError } from './errors.js';
import { type Api, type Asset, type Host, type Release, repositoryOf } from './host.js';
import type { Inputs } from './inputs.js';

/** Releases whose tag says so are marked as not final. */
const PRERELEASE = /[-.]?(alpha|beta|rc|dev|pre|preview)[-.]?\d*$/i;

/** GitHub's API of one repository. */
export interface GitHub {
  host: Host;
  api: Api;
}

/** Published or draft, the release of a tag that everything goes to; of several drafts the oldest, so that runs agree. */
export async function findRelease({ host, api }: GitHub, tag: string): Promise<Release | null> {
  // `releases/tags/` never shows drafts, and the list lags behind; only both together find all.
  const listed = await api.paginate(api.rest.repos.listReleases, { ...repositoryOf(host), per_page: 100 });
  const ours = (listed as Release[]).filter(({ tag_name }) => tag_name === tag);
  const published = ours.find(({ draft }) => !draft) ?? (await publishedRelease({ host, api }, tag));
  return published ?? ours.sort((a, b) => a.id - b.id)[0] ?? null;
}

async function publishedRelease({ host, api }: GitHub, tag: string): Promise<Release | null> {
  try {
    return (await api.rest.repos.getReleaseByTag({ ...repositoryOf(host), tag })).data;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The release to attach to, made as a draft where there is none. Throws WorkflowError where `release` forbids it. */
export async function openRelease(github: GitHub, tag: string, mode: Inputs['release']): Promise<Release> {
  const doing = `looking for the release of ${tag}`;
  const found = await findRelease(github, tag).catch((error) => {
    throw explained(error, doing, { contents: 'write' });
  });
  if (found && !found.draft && mode === 'draft')
    throw new WorkflowError(
      `the release of ${tag} is already published, and \`release: draft\` attaches to drafts alone`,
      'Use `release: auto`, which attaches to published releases too.',
      'with:\n  release: auto',
    );
  if (found) return found;
  if (mode === 'attach')
    throw new WorkflowError(
      `there is no release of ${tag}, and \`release: attach\` makes none`,
      'Make the release first, or use `release: auto`, which makes a draft.',
      'with:\n  release: auto',
    );
  await checkTag(github, tag);
  return createDraft(github, tag);
}

/** GitHub makes a missing tag when a draft is published, at a commit that nobody chose. */
async function checkTag({ host, api }: GitHub, tag: string): Promise<void> {
  try {
    await api.rest.git.getRef({ ...repositoryOf(host), ref: `tags/${tag}` });
  } catch (error) {
    if (isMissing(error)) throw tagNotOnGitHub(tag);
    throw explained(error, `looking for the tag ${tag}`, { contents: 'write' });
  }
}

async function createDraft(github: GitHub, tag: string): Promise<Release> {
  const { host, api } = github;
  let made: Release;
  try {
    const { data } = await api.rest.repos.createRelease({
      ...repositoryOf(host),
      tag_name: tag,
      name: tag,
      draft: true,
      prerelease: PRERELEASE.test(tag),
    });
    made = data;
  } catch (error) {
    throw explained(error, `making a draft release of ${tag}`, { contents: 'write' });
  }
  host.log(`made a draft release of ${tag}`);
  // Two jobs may have made one at the same time: the older one stays, and ours is empty still.
  const first = await findRelease(github, tag);
  if (!first || first.id === made.id) return made;
  await api.rest.repos.deleteRelease({ ...repositoryOf(host), release_id: made.id });
  return first;
}

/** Published, and sealed. */
export const isSealed = (release: Release): boolean => !release.draft && release.immutable === true;

export function refuseSealed(release: Release): void {
  if (isSealed(release)) throw immutableRelease(release.tag_name);
}

/** Writes our section into the notes; all else in them stays. Too long notes are left alone. */
export async function writeNotes({ host, api }: GitHub, release: Release, section: string): Promise<void> {
  const { data } = await api.rest.repos.getRelease({ ...repositoryOf(host), release_id: release.id });
  const notes = data.body ?? '';
  const body = withSection(notes, section);
  if (body === notes) return;
  if (body.length > NOTES_LIMIT) {
    host.log(`the notes of ${release.tag_name} are too long for our section and stay as they are`);
    return;
  }
  await api.rest.repos.updateRelease({ ...repositoryOf(host), release_id: release.id, body });
}

/** Publishes a draft once every file is there. Throws WorkflowError where GitHub does not say so afterwards. */
export async function publishRelease(
  { host, api }: GitHub,
  release: Release,
  names: readonly string[],
): Promise<Release> {
  const place = { ...repositoryOf(host), release_id: release.id };
  // `legacy`: an old tag that is archived afterwards must not become the latest release.
  await api.rest.repos.updateRelease({ ...place, draft: false, make_latest: 'legacy' });
  const { data } = await api.rest.repos.getRelease(place);
  const there = new Set((data.assets as Asset[]).map(({ name }) => name));
  const missing = names.filter((name) => !there.has(name));
  if (data.draft || missing.length > 0)
    throw new WorkflowError(
      data.draft
        ? `GitHub left the release of ${release.tag_name} a draft`
        : `the published release lacks ${missing.join(', ')}`,
      'Look at the release; another workflow may have changed it at the same time.',
    );
  return data;
}
