import { readFile } from 'node:fs/promises';
import type { Assessment } from '../assess/assessment.js';
import { pack } from '../pack.js';
import type { PublishedBag } from '../report/comment.js';
import { renderReleaseNotes } from '../report/release-notes.js';
import { renderSummary } from '../report/summary.js';
import { type AssetFile, assetFiles, sideFilesOf } from './asset-files.js';
import { attach } from './attach.js';
import { explained, WorkflowError, wrongTag } from './errors.js';
import { type Release, webOf } from './host.js';
import { tellMergedPulls } from './merged-pulls.js';
import { apiWithToken, openProject, type Run, refuse, report } from './project.js';
import { openRelease, publishRelease, writeNotes } from './release.js';
import { writeOutput } from './report-files.js';

/** A tag: checked, packed, and attached to its release unless that is another job's work. */
export async function archive(run: Run, tag: string, isAttached: boolean): Promise<void> {
  const { host, folder } = run;
  const { tree, config } = await openProject(run, tag);
  try {
    // A repository that does not know the tag shows its files as they lie, which may be anything.
    if (!tree.revision && tree.head !== undefined) throw wrongTag(tag);
    const epoch = host.env['SOURCE_DATE_EPOCH'];
    const document = await pack(tree, {
      tag,
      config,
      out: folder,
      now: host.now,
      force: true,
      progress: host.progress,
      ...(epoch !== undefined && /^\d{1,12}$/.test(epoch) && { epoch: Number(epoch) }),
    });
    const { check, bag } = document;
    const page = document.report === null ? {} : { page: await readFile(document.report, 'utf8') };
    await report(run, check, page);
    const files = bag === null ? [] : await announce(run, [bag.path, ...sideFilesOf(bag.path)]);
    let published: PublishedBag | undefined;
    try {
      refuse(run, check, config, isAttached ? 'Nothing was attached.' : '');
      if (bag === null)
        throw new WorkflowError(
          'no bag was written: a model carries rows of its training data, and publishing cannot be undone',
          'Decide in .github/modelbag.yml.',
          'embedded-data: exclude # or accept',
        );
      if (isAttached) published = await publishBag(run, { tag, files, assessment: check });
    } finally {
      await host.summary(renderSummary(check, { remarks: run.remarks, ...(published && { bag: published }) }));
    }
  } finally {
    await tree.close();
  }
}

/** Says as outputs which files there are, the bag first, with their checksums. */
export async function announce({ host, folder }: Run, paths: readonly string[]): Promise<AssetFile[]> {
  const files = await assetFiles(paths);
  host.output('bag-paths', JSON.stringify(files.map(({ path }) => path)));
  host.output('bag-sha256', (files[0] as AssetFile).sha256);
  const sums = files.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');
  await writeOutput(host, folder, 'checksums', 'modelbag-checksums.txt', sums);
  return files;
}

/** What is attached under which tag. `assessment` is null where only the bag is at hand. */
export interface Publication {
  tag: string;
  /** The bag first. */
  files: readonly AssetFile[];
  assessment: Assessment | null;
}

/**
 * Draft, upload, verify, and only then publish. Everything is safe to do again: what is there already is kept, what an
 * earlier run left broken is repaired. Throws WorkflowError, and then no release was published by this run.
 */
export async function publishBag(run: Run, { tag, files, assessment }: Publication): Promise<PublishedBag> {
  const { host, inputs } = run;
  const api = await apiWithToken(run, 'attaching the bag to a release');
  const github = { host, api };
  let release = await openRelease(github, tag, inputs.release);
  await attach({ host, api, release, token: inputs.token as string }, files, inputs.ifExists);
  const bag = publishedBag(run, release, tag, files[0] as AssetFile);
  try {
    await writeNotes(github, release, renderReleaseNotes(bag, assessment));
    if (inputs.release === 'publish' && release.draft)
      release = await publishRelease(
        github,
        release,
        files.map(({ name }) => name),
      );
  } catch (error) {
    throw explained(error, `finishing the release of ${tag}`, { contents: 'write' });
  }
  host.output('release-id', String(release.id));
  host.output('release-url', release.html_url);
  host.output('bag-url', bag.url);
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

/** Addresses of drafts are temporary; this is the one that it has once published. */
const publishedBag = (
  { host }: Run,
  release: Release,
  tag: string,
  { name, size, sha256 }: AssetFile,
): PublishedBag => ({
  name,
  size,
  sha256,
  tag,
  url: `${webOf(host)}/releases/download/${encodeURIComponent(tag)}/${name}`,
  releaseUrl: release.html_url,
});
