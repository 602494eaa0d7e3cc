import { type SinceRelease, sinceRelease } from '../assess/since-release.js';
import { bagName } from '../bag/names.js';
import { assetSource, evidenceIn, readEvidence } from './archived-evidence.js';
import { type AssetFile, bagOf } from './asset-files.js';
import { type Asset, type Release, repositoryOf } from './host.js';
import type { GitHub } from './release.js';
import { bagsOf } from './verify-releases.js';

/**
 * What the bag changes against that of the release before it; null where there is none, or it cannot be read: no release waits
 * for that.
 */
export async function changesSincePrevious(
  github: GitHub,
  token: string | undefined,
  { tag, release, files }: { tag: string; release: Release; files: readonly AssetFile[] },
): Promise<SinceRelease | null> {
  const { host, api } = github;
  try {
    const after = await evidenceIn(bagOf(files).path);
    if (after === null) return null;
    const listed = await api.paginate(api.rest.repos.listReleases, { ...repositoryOf(host), per_page: 100 });
    const previous = previousBag(listed as Release[], {
      tag,
      createdAt: release.created_at,
      project: after.repository,
    });
    const before = previous && (await readEvidence(assetSource(host, token, previous)));
    return before && sinceRelease(before, after);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    host.log(`nothing is said about the release before ${tag}: ${error.message.split('\n', 1)[0]}`);
    return null;
  }
}

/** The bag of the same project in the newest published release that is older than ours. */
export function previousBag(
  listed: readonly Release[],
  ours: { tag: string; createdAt: string; project: string },
): Asset | null {
  const older = listed
    .filter(({ draft, tag_name, created_at }) => !draft && tag_name !== ours.tag && created_at <= ours.createdAt)
    .sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  for (const release of older) {
    // By its name: a repository may hold several projects, each with releases of its own or all in one.
    const name = bagName(ours.project, release.tag_name);
    const found = bagsOf(release).find(
      ({ bag }) => bag.state === 'uploaded' && bag.name.slice(0, bag.name.lastIndexOf('.')) === name,
    );
    if (found) return found.bag;
  }
  return null;
}
