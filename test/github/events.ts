import { gitText } from './fake/git.js';
import type { FakeGitHub } from './fake/github.js';
import { commentBody, issueBody } from './fake/issues.js';
import { user } from './fake/people.js';
import { fullPullBody } from './fake/pulls.js';
import { releaseBody } from './fake/releases.js';
import { apiUrl, fullName, plainRepository, webUrl } from './fake/repository.js';
import { pushedCommit, runBody } from './fake/runs.js';
import { type Issue, idOf, nodeId, type Pull } from './fake/store.js';

/** What starts a workflow: the event's name, its payload and what the runner derives from both. */
export interface Trigger {
  eventName: string;
  event: Record<string, unknown>;
  /** `GITHUB_REF`, `GITHUB_SHA`, `GITHUB_ACTOR` and the like. */
  env: Record<string, string>;
}

const ZERO = '0'.repeat(40);

/** What every payload has. */
const frame = ({ repository, hosts }: FakeGitHub, actor: string): Record<string, unknown> => ({
  repository: plainRepository(repository, hosts),
  sender: user(actor, hosts),
});

function environment(github: FakeGitHub, ref: string, sha: string, actor: string): Record<string, string> {
  const { repository } = github;
  return {
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_SHA: sha,
    GITHUB_ACTOR: actor,
    GITHUB_ACTOR_ID: String(idOf(actor)),
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_REPOSITORY: fullName(repository),
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner,
    GITHUB_REPOSITORY_OWNER_ID: String(idOf(repository.owner)),
    GITHUB_BASE_REF: '',
    GITHUB_HEAD_REF: '',
  };
}

const headOf = ({ repository }: FakeGitHub, ref: string): string =>
  gitText(repository.folder, 'rev-parse', `${ref}^{commit}`);

/** A push of a tag or branch; `before` is where it was. */
export function pushed(
  github: FakeGitHub,
  ref: string,
  { before = ZERO, actor = github.repository.owner } = {},
): Trigger {
  const { repository, hosts } = github;
  const sha = headOf(github, ref);
  const commit = pushedCommit(repository, hosts, sha);
  return {
    eventName: 'push',
    event: {
      ref,
      before,
      // A tag with a message is pushed as its own object; the runner's GITHUB_SHA is the commit.
      after: gitText(repository.folder, 'rev-parse', ref),
      ...frame(github, actor),
      pusher: { name: actor, email: `${actor}@example.org` },
      created: before === ZERO,
      deleted: false,
      forced: false,
      base_ref: ref.startsWith('refs/tags/') ? `refs/heads/${repository.defaultBranch}` : null,
      compare: `${webUrl(repository, hosts)}/compare/${ref.replace(/^refs\/(heads|tags)\//, '')}`,
      commits: ref.startsWith('refs/tags/') ? [] : [commit],
      head_commit: commit,
    },
    env: environment(github, ref, sha, actor),
  };
}

export const tagPushed = (github: FakeGitHub, tag: string): Trigger => pushed(github, `refs/tags/${tag}`);

/** `release` with the action `published`, by a person; releases by GITHUB_TOKEN start nothing. */
export function releasePublished(github: FakeGitHub, tag: string): Trigger {
  const { repository, hosts } = github;
  const release = repository.releases.find((one) => one.tag === tag && !one.draft);
  if (!release) throw new Error(`no published release of ${tag}`);
  const ref = `refs/tags/${tag}`;
  return {
    eventName: 'release',
    event: { action: 'published', release: releaseBody(release, repository, hosts), ...frame(github, release.author) },
    env: environment(github, ref, headOf(github, ref), release.author),
  };
}

export interface PullOptions {
  action?: 'opened' | 'synchronize' | 'reopened' | 'ready_for_review' | 'closed';
  /** Head before a `synchronize`. */
  before?: string;
  /** Commit that GitHub made to test the merge; the head where it is left out. */
  mergeSha?: string;
  /** `pull_request_target` runs with the default branch. */
  target?: boolean;
}

/** A pull request of the seed is opened or pushed to; where it comes from (branch, fork, Dependabot) the seed says. */
export function pullRequest(github: FakeGitHub, number: number, options: PullOptions = {}): Trigger {
  const { repository, hosts, store } = github;
  const { action = 'opened', before, mergeSha, target = false } = options;
  const issue = pullOf(github, number);
  const { pull, author } = issue;
  const body = fullPullBody(issue, repository, hosts, store) as Record<string, unknown>;
  const env = environment(github, `refs/pull/${number}/merge`, mergeSha ?? pull.headSha, author);
  const targetEnv = {
    GITHUB_REF: `refs/heads/${repository.defaultBranch}`,
    GITHUB_REF_NAME: repository.defaultBranch,
    GITHUB_SHA: headOf(github, repository.defaultBranch),
  };
  return {
    eventName: target ? 'pull_request_target' : 'pull_request',
    event: {
      action,
      number,
      pull_request: { ...body, merge_commit_sha: mergeSha ?? null },
      ...(action === 'synchronize' && { before: before ?? ZERO, after: pull.headSha }),
      ...frame(github, author),
    },
    env: { ...env, GITHUB_BASE_REF: pull.base, GITHUB_HEAD_REF: pull.head, ...(target && targetEnv) },
  };
}

function pullOf({ repository }: FakeGitHub, number: number): Issue & { pull: Pull } {
  const issue = repository.issues.get(number);
  if (!issue?.pull) throw new Error(`no pull request ${number}`);
  return { ...issue, pull: issue.pull };
}

/** Somebody comments on an issue or pull request; the comment is there when the workflow runs. */
export function commented(github: FakeGitHub, number: number, text: string, by = github.repository.owner): Trigger {
  const { repository, hosts, store } = github;
  const issue = repository.issues.get(number);
  if (!issue) throw new Error(`no issue ${number}`);
  const createdAt = store.now();
  const comment = {
    id: store.nextId(),
    issue: number,
    author: by,
    app: null,
    body: text,
    createdAt,
    updatedAt: createdAt,
    reactions: [],
  };
  repository.comments.push(comment);
  const sha = headOf(github, repository.defaultBranch);
  return {
    eventName: 'issue_comment',
    event: {
      action: 'created',
      issue: {
        ...issueBody(issue, repository, hosts),
        reactions: reactions(`${apiUrl(repository, hosts)}/issues/${number}`),
      },
      comment: commentBody(comment, repository, hosts),
      ...frame(github, by),
    },
    env: environment(github, `refs/heads/${repository.defaultBranch}`, sha, by),
  };
}

const reactions = (url: string): object => ({
  url: `${url}/reactions`,
  total_count: 0,
  ...Object.fromEntries(
    ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'].map((name) => [name, 0]),
  ),
});

/** A time table's turn; its payload has little more than the line of the table. */
export function scheduled(github: FakeGitHub, schedule = '17 4 * * 1'): Trigger {
  const { repository, hosts } = github;
  const branch = repository.defaultBranch;
  return {
    eventName: 'schedule',
    event: { schedule, repository: plainRepository(repository, hosts), workflow: '.github/workflows/modelbag.yml' },
    env: environment(github, `refs/heads/${branch}`, headOf(github, branch), repository.owner),
  };
}

/** Somebody starts the workflow by hand. */
export function dispatched(github: FakeGitHub, inputs: Record<string, string> = {}): Trigger {
  const { repository } = github;
  const ref = `refs/heads/${repository.defaultBranch}`;
  return {
    eventName: 'workflow_dispatch',
    event: { inputs, ref, workflow: '.github/workflows/modelbag.yml', ...frame(github, repository.owner) },
    env: environment(github, ref, headOf(github, ref), repository.owner),
  };
}

/** The workflow of a pull request has ended, and its companion starts. Runs of forks know no pull requests. */
export function workflowRunCompleted(
  github: FakeGitHub,
  number: number,
  { runId = 4242, conclusion = 'success' } = {},
): Trigger {
  const { repository, hosts, store } = github;
  const { pull, author } = pullOf(github, number);
  const branch = repository.defaultBranch;
  const workflow = `${apiUrl(repository, hosts)}/actions/workflows/77`;
  const run = runBody(repository, hosts, store, {
    id: runId,
    event: 'pull_request',
    conclusion,
    createdAt: '2026-01-01T00:00:00Z',
    actor: author,
    title: repository.issues.get(number)?.title ?? '',
    head: { branch: pull.head, sha: pull.headSha, fork: pull.fork },
    pulls: pull.fork === null ? [runPull(github, number)] : [],
  });
  return {
    eventName: 'workflow_run',
    event: {
      action: 'completed',
      workflow_run: run,
      workflow: {
        id: 77,
        node_id: nodeId('Workflow', 77),
        name: 'modelbag',
        path: '.github/workflows/modelbag.yml',
        state: 'active',
        created_at: '2025-06-01T10:00:00Z',
        updated_at: '2025-06-01T10:00:00Z',
        url: workflow,
        html_url: `${webUrl(repository, hosts)}/blob/${branch}/.github/workflows/modelbag.yml`,
        badge_url: `${webUrl(repository, hosts)}/workflows/modelbag/badge.svg`,
      },
      ...frame(github, author),
    },
    env: environment(github, `refs/heads/${branch}`, headOf(github, branch), author),
  };
}

/** The little that runs tell about their pull requests. */
function runPull(github: FakeGitHub, number: number): object {
  const { repository, hosts } = github;
  const { pull } = pullOf(github, number);
  const repo = { id: repository.id, url: apiUrl(repository, hosts), name: repository.name };
  return {
    id: idOf(`${webUrl(repository, hosts)}/pull/${number}`),
    number,
    url: `${apiUrl(repository, hosts)}/pulls/${number}`,
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.baseSha, repo },
  };
}
