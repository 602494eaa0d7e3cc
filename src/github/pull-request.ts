import { againstBase, hasNews } from '../assess/against-base.js';
import type { Assessment } from '../assess/assessment.js';
import { type Audit, audit } from '../audit.js';
import type { Config } from '../config.js';
import { renderComment, renderSolvedComment } from '../report/comment.js';
import type { Marker } from '../report/comment-marker.js';
import { renderHtml } from '../report/html.js';
import { renderSummary } from '../report/summary.js';
import { UsageError } from '../usage-error.js';
import { openBase } from './base-commit.js';
import { withWeights } from './compared-weights.js';
import { absentToken, firstLine, isApiError, WorkflowError } from './errors.js';
import { type PullPayload, runUrlOf } from './host.js';
import { openProject, type Run, refuse, report } from './project.js';
import { writeOutput } from './report-files.js';
import { markerFor } from './run-marker.js';
import { writeComment } from './sticky-comment.js';

/** A pull request: judged against its base, said in the summary and, where there is news, in one comment. */
export async function checkPullRequest(run: Run, pull: PullPayload, isReadOnly: boolean): Promise<void> {
  const { host, inputs } = run;
  const { tree, config } = await openProject(run);
  try {
    const head = await audit(tree, { config, digests: true, progress: host.progress, day: host.now });
    const assessment = await compared(run, pull, config, head);
    const page = renderHtml(assessment, head.inspections);
    await report(run, assessment, config, { isReadOnly, sha: pull.head.sha, page });
    const mode = inputs.comment ?? config.comment;
    await comment(run, {
      pull,
      assessment,
      mode,
      isReadOnly,
      marker: markerFor(host, inputs.commentKey, pull.head.sha),
    });
    await host.summary(renderSummary(assessment, { remarks: run.remarks }));
    refuse(run, assessment, config);
  } finally {
    await tree.close();
  }
}

/** Compared with the base where that can be read; where it cannot, the report says so and every finding counts. */
export async function compared(run: Run, pull: PullPayload, config: Config, head: Audit): Promise<Assessment> {
  const { host, inputs } = run;
  try {
    const api = await host.api(inputs.token);
    const base = await openBase(run, api, pull, head.collection.tree.head);
    try {
      const before = await audit(base.tree, { config, digests: true, progress: host.progress, day: host.now });
      const assessment = againstBase(head.assessment, before.assessment, base.commit);
      return await withWeights(assessment, head, before, host);
    } finally {
      await base.tree.close();
    }
  } catch (error) {
    if (!isApiError(error) && !(error instanceof UsageError)) throw error;
    run.remarks.push(
      `nothing is compared, because the base could not be read: ${firstLine(error.message)}. Check out with \`fetch-depth: 0\`.`,
    );
    return head.assessment;
  }
}

/** What decides whether and how a comment is written. */
export interface CommentCase {
  pull: Pick<PullPayload, 'number' | 'locked' | 'user'>;
  assessment: Assessment;
  mode: Config['comment'];
  isReadOnly: boolean;
  marker: Marker;
}

/** The comment, in three shapes: news, nothing left of it, none. Its text is an output whatever happens to it. */
export async function comment(run: Run, { pull, assessment, mode, isReadOnly, marker }: CommentCase): Promise<void> {
  const { host, inputs, folder } = run;
  const isNews = mode === 'always' || hasNews(assessment);
  const context = { marker, runUrl: runUrlOf(host) };
  const body = isNews ? renderComment(assessment, context) : renderSolvedComment(assessment, context);
  await writeOutput(host, folder, 'comment-body', 'modelbag-comment.md', body);
  if (mode === 'never' || pull.user?.type === 'Bot') return;
  if (pull.locked) return host.log(`the conversation of #${pull.number} is locked, so nothing is written there`);
  if (isReadOnly) {
    if (isNews)
      run.remarks.push(
        'the token of this run can only read, as for every fork and for Dependabot; a companion workflow posts the comment (docs/github.md)',
      );
    return;
  }
  try {
    if (inputs.token === undefined) throw absentToken('commenting');
    const api = await host.api(inputs.token);
    const place = { host, api, token: inputs.token, number: pull.number };
    const url = await writeComment(place, { marker, body, create: isNews });
    if (url !== null) host.output('comment-url', url);
  } catch (error) {
    // A comment that cannot be written fails no job: the summary says the same.
    if (!(error instanceof WorkflowError)) throw error;
    const told = `${error.message}. ${error.advice}`;
    host.annotate({
      level: 'warning',
      title: 'modelbag: no comment',
      message: [told, error.yaml].filter(Boolean).join('\n\n'),
    });
    run.remarks.push(told);
  }
}
