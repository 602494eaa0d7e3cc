import { isTracking, type Look, renderTracking, TRACKING_TITLE } from '../report/tracking-issue.js';
import { authorship } from './authorship.js';
import { explained, isMissing, WorkflowError } from './errors.js';
import { type Api, type Host, repositoryOf, runUrlOf } from './host.js';
import type { Run } from './project.js';
import { createdOnce } from './settled.js';

/** By it the issue is found again; GitHub makes it where it is missing. */
const LABEL = 'modelbag';
const NEEDS = { actions: 'read', issues: 'write' } as const;

/** What a scheduled run found of one archived thing. */
export interface Watched {
  /** As `v1.0: digits-v1.0.zip`. */
  what: string;
  /** Null where it is as it was. */
  fault: string | null;
}

/**
 * Keeps the one tracking issue: opened when scheduled runs of two days in a row found something wrong, edited by each
 * further one, closed by the first that finds all well. Where the token may not do it, the summary says so.
 */
export async function track(run: Run, watched: readonly Watched[]): Promise<void> {
  const { host, inputs } = run;
  if (host.event.name !== 'schedule' || watched.length === 0 || inputs.token === undefined) return;
  const look: Look = {
    day: dayOf(host.now),
    troubles: watched.flatMap(({ what, fault }) => (fault === null ? [] : [{ what, fault }])),
    total: watched.length,
    runUrl: runUrlOf(host),
  };
  try {
    await update({ host, api: await host.api(inputs.token), token: inputs.token }, look);
  } catch (error) {
    const told = explained(error, 'keeping the tracking issue', NEEDS);
    if (!(told instanceof WorkflowError)) throw error;
    host.annotate({
      level: 'warning',
      title: 'modelbag: no tracking issue',
      message: `${told.message}\n\n${told.yaml}`,
    });
    run.remarks.push(`${told.message}. ${told.advice}`);
  }
}

interface Place {
  host: Host;
  api: Api;
  token: string;
}

async function update(place: Place, look: Look): Promise<void> {
  const { host, api } = place;
  const issue = await findIssue(place);
  const isOpen = issue?.state === 'open';
  const isWell = look.troubles.length === 0;
  if (!isOpen && (isWell || !(await failedBefore(host, api, look.day)))) {
    if (!isWell) host.log('found something wrong for the first time; an issue is opened if the next run does too');
    return;
  }
  const body = renderTracking(look, issue?.body ?? '');
  if (!issue) {
    await open(place, body);
    return host.log('opened the tracking issue');
  }
  await api.rest.issues.update({
    ...repositoryOf(host),
    issue_number: issue.number,
    body,
    ...(isWell ? { state: 'closed', state_reason: 'completed' } : { state: 'open' }),
  });
  host.log(`${isWell ? 'closed' : 'updated'} the tracking issue #${issue.number}`);
}

async function open(place: Place, body: string): Promise<void> {
  const { host, api } = place;
  const wanted = { ...repositoryOf(host), title: TRACKING_TITLE, body, labels: [LABEL], request: { retries: 0 } };
  await createdOnce<TrackingIssue>(host, {
    doing: 'opening the tracking issue',
    create: async () => (await api.rest.issues.create(wanted)).data,
    find: () => findIssue(place),
  });
}

interface TrackingIssue {
  number: number;
  state: string;
  body?: string | null | undefined;
}

/** The open one, else the newest; only issues that begin with our mark, by whoever the token belongs to. */
async function findIssue({ host, api, token }: Place): Promise<TrackingIssue | undefined> {
  const all = await api.paginate(api.rest.issues.listForRepo, {
    ...repositoryOf(host),
    labels: LABEL,
    state: 'all',
    per_page: 100,
  });
  const marked = all.filter(({ body, pull_request }) => !pull_request && isTracking(body ?? ''));
  if (marked.length === 0) return undefined;
  const isOurs = await authorship(api, token);
  const ours = marked.filter(isOurs);
  return ours.find(({ state }) => state === 'open') ?? ours.sort((a, b) => b.number - a.number)[0];
}

/** Whether the scheduled run of the last other day failed: GitHub remembers how runs ended, so that nothing else has to. */
async function failedBefore(host: Host, api: Api, day: string): Promise<boolean> {
  const [, file] = /\/([^/@]+)@/.exec(host.env['GITHUB_WORKFLOW_REF'] ?? '') ?? [];
  if (file === undefined) return false;
  try {
    const { data } = await api.rest.actions.listWorkflowRuns({
      ...repositoryOf(host),
      workflow_id: file,
      event: 'schedule',
      status: 'completed',
      per_page: 20,
    });
    const before = data.workflow_runs.filter(({ created_at }) => dayOf(new Date(created_at)) < day);
    return before.sort((a, b) => b.id - a.id)[0]?.conclusion === 'failure';
  } catch (error) {
    // Hosts without this part of the API, and repositories whose workflow was renamed since.
    if (isMissing(error)) return false;
    throw error;
  }
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
