import type { Assessment } from '../assess/assessment.js';
import { type PublishedBag, renderReleasedComment } from '../report/comment.js';
import { isForbidden, WorkflowError } from './errors.js';
import { type Api, type Host, repositoryOf, runUrlOf } from './host.js';
import { markerFor } from './run-marker.js';
import { writeComment } from './sticky-comment.js';

/** A commit is rarely part of more; a release branch may be part of many. */
const MOST_PULLS = 10;

/** Tells the merged pull requests of a tagged commit where their bag is; only where they have our comment already. */
export async function tellMergedPulls(
  at: { host: Host; api: Api; token: string; key: string },
  commit: string,
  assessment: Assessment,
  bag: PublishedBag,
): Promise<void> {
  const { host, api, key } = at;
  try {
    const { data } = await api.rest.repos.listPullRequestsAssociatedWithCommit({
      ...repositoryOf(host),
      commit_sha: commit,
      per_page: 100,
    });
    const merged = data.filter(({ merged_at }) => merged_at !== null).slice(0, MOST_PULLS);
    for (const { number } of merged) {
      const marker = markerFor(host, key, commit);
      const body = renderReleasedComment(assessment, bag, { marker, runUrl: runUrlOf(host) });
      await writeComment({ ...at, number }, { marker, body, create: false });
    }
  } catch (error) {
    // The bag is published; a comment that cannot be written does not change that.
    if (!(error instanceof WorkflowError) && !isForbidden(error)) throw error;
    host.log(`the merged pull requests were not told: ${error instanceof Error ? error.message : String(error)}`);
  }
}
