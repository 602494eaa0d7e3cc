import type { Assessment } from '../assess/assessment.js';
import type { PublishedBag } from '../report/comment.js';
import { renderReleaseNotes } from '../report/release-notes.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { type AssetFile, assetFiles, type BagFiles, bagOf } from './asset-files.js';
import { attach } from './attach.js';
import { explained } from './errors.js';
import { downloadUrl, type Host } from './host.js';
import { tellMergedPulls } from './merged-pulls.js';
import { changesSincePrevious } from './previous-release.js';
import { apiWithToken, type Run } from './project.js';
import { checkAddresses } from './published-parts.js';
import { discardEmpty, openRelease, publishRelease, writeNotes } from './release.js';
import { writeOutput } from './report-files.js';

/** Says as outputs which files there are, the bag first, with their checksums. */
export async function announce({ host, folder }: Run, bagFiles: BagFiles): Promise<AssetFile[]> {
  const files = await assetFiles(bagFiles);
  const bag = bagOf(files);
  host.output('bag-paths', JSON.stringify([bag, ...files.filter((file) => file !== bag)].map(({ path }) => path)));
  host.output('bag-sha256', bag.sha256);
  const sums = files.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');
  await writeOutput(host, folder, 'checksums', 'modelbag-checksums.txt', sums);
  return files;
}

/** What is attached under which tag. `assessment` is null where only the bag is at hand. */
export interface Publication {
  tag: string;
  /** In the order in which they are attached. */
  files: readonly AssetFile[];
  assessment: Assessment | null;
  /** What training the models of this very bag again showed, where a job did that. */
  replay?: ReplayDocument;
}

/**
 * Draft, upload, verify, and only then publish. Everything is safe to do again: what is there already is kept, what an
 * earlier run left broken is repaired. Throws WorkflowError: before the publication where anything is not as it has to be, and
 * after it where GitHub does not show what was attached; then the outputs already say where it lies.
 */
export async function publishBag(run: Run, { tag, files, assessment, replay }: Publication): Promise<PublishedBag> {
  const { host, inputs } = run;
  const api = await apiWithToken(run, 'attaching the bag to a release');
  const github = { host, api };
  const opened = await openRelease(github, tag, inputs.release);
  let { release } = opened;
  await attach({ host, api, release, token: inputs.token as string }, files, inputs.ifExists).catch(async (error) => {
    if (opened.isMade) await discardEmpty(github, release);
    throw error;
  });
  const since = await changesSincePrevious(github, inputs.token, { tag, release, files });
  const bag = {
    ...publishedBag(host, release.html_url, tag, files),
    ...(since && { since }),
    ...(replay && { replay }),
  };
  try {
    await writeNotes(github, release, (room) => renderReleaseNotes(bag, assessment, room));
    if (inputs.release === 'publish' && release.draft) release = await publishRelease(github, release, files);
  } catch (error) {
    throw explained(error, `finishing the release of ${tag}`, { contents: 'write' });
  }
  host.output('release-id', String(release.id));
  host.output('release-url', release.html_url);
  host.output('bag-url', bag.url);
  if (!release.draft) await checkAddresses(github, release, tag, files);
  if (!release.draft && assessment && assessment.revision !== '')
    await tellMergedPulls(
      { host, api, token: inputs.token as string, key: inputs.commentKey },
      assessment.revision,
      assessment,
      {
        ...bag,
        releaseUrl: release.html_url,
      },
    );
  return { ...bag, releaseUrl: release.html_url, isDraft: release.draft };
}

function publishedBag(host: Host, releaseUrl: string, tag: string, files: readonly AssetFile[]): PublishedBag {
  const { name, size, sha256 } = bagOf(files);
  const parts = files.filter(({ role }) => role === 'part').length;
  return { name, size, sha256, tag, url: downloadUrl(host, tag, name), releaseUrl, ...(parts > 0 && { parts }) };
}
