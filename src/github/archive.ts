import { readFile } from 'node:fs/promises';
import { pack } from '../pack.js';
import type { PublishedBag } from '../report/comment.js';
import { renderSummary } from '../report/summary.js';
import { sideFilesOf } from './asset-files.js';
import { manyFiles, WorkflowError, wrongTag } from './errors.js';
import { downloadUrl } from './host.js';
import { openProject, type Run, refuse, report } from './project.js';
import { announce, publishBag } from './publication.js';

/** A tag: checked, packed, and attached to its release unless that is another job's work. */
export async function archive(run: Run, tag: string, isAttached: boolean): Promise<void> {
  const { host, folder, inputs } = run;
  const { tree, config } = await openProject(run, tag);
  try {
    // A repository that does not know the tag shows its files as they lie, which may be anything.
    if (!tree.revision && tree.head !== undefined) throw wrongTag(tag);
    if (config.bag.layout === 'directory') throw manyFiles();
    const epoch = host.env['SOURCE_DATE_EPOCH'];
    const document = await pack(tree, {
      tag,
      config,
      out: folder,
      now: host.now,
      force: true,
      progress: host.progress,
      // Whole where it stays here; what goes to a release must fit into its files.
      ...(inputs.release !== 'none' && { split: { limit: inputs.split, urlPrefix: downloadUrl(host, tag, '') } }),
      ...(epoch !== undefined && /^\d{1,12}$/.test(epoch) && { epoch: Number(epoch) }),
    });
    const { check, bag } = document;
    const page = document.report === null ? {} : { page: await readFile(document.report, 'utf8') };
    // A workflow that is started for an old tag runs at another commit.
    const scanned = check.revision === '' ? {} : { scanned: { sha: check.revision, ref: `refs/tags/${tag}` } };
    await report(run, check, config, { ...page, ...scanned });
    const parts = document.parts.map(({ path }) => path);
    const files = bag && (await announce(run, { bag: bag.path, parts, beside: sideFilesOf(bag.path) }));
    let published: PublishedBag | undefined;
    try {
      refuse(run, check, config, isAttached ? 'Nothing was attached.' : '');
      if (files === null)
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
