import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assessment } from '../assess/assessment.js';
import { openFile } from '../bytes/file-source.js';
import { type Config, DEFAULT_CONFIG } from '../config.js';
import { openZipMember, readZipDirectory } from '../containers/zip.js';
import { UsageError } from '../usage-error.js';
import { openApiTree } from './api-tree.js';
import { configAt } from './commit-config.js';
import { receiveFile } from './connection.js';
import { explained, firstLine, isApiError, WorkflowError } from './errors.js';
import { type Api, type Host, type PullPayload, repositoryOf } from './host.js';
import { readReport } from './packed-bag.js';
import { apiWithToken, type Run } from './project.js';
import { comment } from './pull-request.js';
import { parseReport, REPORT_BYTES } from './report-document.js';
import { REPORT_NAME } from './report-files.js';
import { markerFor } from './run-marker.js';

/**
 * The companion of a run that could only read: writes the comment that it could not. The report is somebody else's data:
 * bounded, checked, escaped. Which pull request it belongs to is asked from GitHub and never taken from the report.
 */
export async function postReport(run: Run, target: PullPayload | null): Promise<void> {
  const { host, inputs, directory } = run;
  const api = await apiWithToken(run, 'commenting');
  const ended = host.event.payload.workflow_run;
  const pull = target ?? (ended ? await pullOf({ host, api }, ended) : null);
  if (pull === null) return host.log('no open pull request has the commit that was checked; nothing to write');
  const report =
    (await readReport(join(directory, REPORT_NAME))) ?? (ended ? await fetchReport(run, api, ended.id) : null);
  if (report === null)
    return host.log(`there is no report: neither ${REPORT_NAME} in the directory nor an artifact ${inputs.commentKey}`);
  const marker = {
    ...markerFor(host, inputs.commentKey, pull.head.sha),
    // The age of the report counts, not that of this run.
    ...(ended && { run: ended.id, attempt: ended.run_attempt }),
  };
  const mode = inputs.comment ?? (await ownConfig(run, api)).comment;
  await comment(run, { pull, assessment: report, mode, isReadOnly: false, marker });
}

/** The configuration of the branch that this workflow is of, and never that of the pull request; the defaults where it cannot be read. */
async function ownConfig(run: Run, api: Api): Promise<Config> {
  const commit = run.host.env['GITHUB_SHA'] ?? '';
  try {
    const tree = await openApiTree({ host: run.host, api }, commit, run.prefix, null);
    try {
      return await configAt(run, api, commit, tree);
    } finally {
      await tree.close();
    }
  } catch (error) {
    if (!isApiError(error) && !(error instanceof UsageError)) throw error;
    run.host.log(`the configuration is left out of account: ${firstLine(error.message)}`);
    return DEFAULT_CONFIG;
  }
}

type EndedRun = NonNullable<Host['event']['payload']['workflow_run']>;

/** The open pull request whose head is the very commit of the run. The event itself names none for forks. */
async function pullOf({ host, api }: { host: Host; api: Api }, ended: EndedRun): Promise<PullPayload | null> {
  const owner = ended.head_repository?.owner.login;
  if (owner === undefined || ended.head_branch === null) return null;
  try {
    const { data } = await api.rest.pulls.list({
      ...repositoryOf(host),
      state: 'open',
      head: `${owner}:${ended.head_branch}`,
      per_page: 100,
    });
    const found = data.find(
      ({ head }) => head.sha === ended.head_sha && head.repo?.full_name === ended.head_repository?.full_name,
    );
    return found ? (found as unknown as PullPayload) : null;
  } catch (error) {
    throw explained(error, 'looking for the pull request', { 'pull-requests': 'write' });
  }
}

/** The report in the artifact that the run kept; null where it kept none. */
async function fetchReport({ host, inputs, folder }: Run, api: Api, id: number): Promise<Assessment | null> {
  const { data } = await api.rest.actions
    .listWorkflowRunArtifacts({ ...repositoryOf(host), run_id: id, name: inputs.commentKey, per_page: 100 })
    .catch((error) => {
      throw explained(error, 'reading the artifacts of the run', { actions: 'read', 'pull-requests': 'write' });
    });
  const artifact = data.artifacts.find(({ expired }) => !expired);
  if (!artifact) return null;
  const path = join(folder, 'artifact.zip');
  try {
    const { status, text } = await receiveFile(
      new URL(artifact.archive_download_url),
      path,
      { authorization: `token ${inputs.token}`, accept: 'application/vnd.github+json' },
      REPORT_BYTES * 8,
    );
    if (status !== 200)
      throw new WorkflowError(
        `the artifact ${artifact.name} cannot be downloaded: GitHub answers ${status} ${text.slice(0, 200)}`,
        'Give the job the permission.',
        'permissions:\n  actions: read\n  contents: read\n  pull-requests: write',
      );
    return await reportIn(path);
  } finally {
    await rm(path, { force: true });
  }
}

/** Reads one member in memory; nothing of the artifact is ever unpacked to disk. */
async function reportIn(path: string): Promise<Assessment | null> {
  const zip = await openFile(path);
  try {
    const { members } = await readZipDirectory(zip);
    const member = members.find(({ name }) => name === REPORT_NAME);
    if (!member) return null;
    if (member.size > REPORT_BYTES)
      throw new WorkflowError(`the report has ${member.size} bytes`, 'Reports are shorter.');
    const source = await openZipMember(zip, member);
    return await parseReport(Buffer.from(await source.read(0, source.size)).toString('utf8'));
  } finally {
    await zip.close();
  }
}
