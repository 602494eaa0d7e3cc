import type { Answer, Call, Hosts, Route } from './call.js';
import { invalid, issueOf, notFound, pageOf, text } from './call.js';
import { changedFiles } from './commits.js';
import { commitOf, gitBytes, gitText } from './git.js';
import { editIssue, issueBody, labelBody, nextNumber } from './issues.js';
import { associationOf, user } from './people.js';
import { apiUrl, plainRepository, webUrl } from './repository.js';
import { type Issue, idOf, nodeId, type Pull, type Repository, type Store } from './store.js';

interface PullRequest extends Issue {
  pull: Pull;
}

/** A pull request as lists show it. */
export function pullBody(
  issue: PullRequest,
  repository: Repository,
  hosts: Hosts,
  store: Store,
): Record<string, unknown> {
  const url = `${apiUrl(repository, hosts)}/pulls/${issue.number}`;
  const html = `${webUrl(repository, hosts)}/pull/${issue.number}`;
  const issueUrl = `${apiUrl(repository, hosts)}/issues/${issue.number}`;
  const { pull } = issue;
  const statuses = `${apiUrl(repository, hosts)}/statuses/${pull.headSha}`;
  const fork = pull.fork === null ? repository : store.repositories.get(pull.fork.toLowerCase());
  const headOwner = pull.fork?.split('/')[0] ?? repository.owner;
  return {
    url,
    id: idOf(html),
    node_id: nodeId('PullRequest', issue.number),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: user(issue.author, hosts),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: issue.labels.map((name) => labelBody(name, repository, hosts)),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl(repository, hosts)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    head: {
      label: `${headOwner}:${pull.head}`,
      ref: pull.head,
      sha: pull.headSha,
      user: user(headOwner, hosts),
      repo: fork ? { ...plainRepository(fork, hosts), fork: pull.fork !== null } : null,
    },
    base: {
      label: `${repository.owner}:${pull.base}`,
      ref: pull.base,
      sha: pull.baseSha,
      user: user(repository.owner, hosts),
      repo: plainRepository(repository, hosts),
    },
    _links: Object.fromEntries(
      Object.entries({
        self: url,
        html,
        issue: issueUrl,
        comments: `${issueUrl}/comments`,
        review_comments: `${url}/comments`,
        review_comment: `${apiUrl(repository, hosts)}/pulls/comments{/number}`,
        commits: `${url}/commits`,
        statuses,
      }).map(([name, href]) => [name, { href }]),
    ),
    author_association: associationOf(issue.author, repository),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A pull request asked for by its number has more to tell. */
export function fullPullBody(issue: PullRequest, repository: Repository, hosts: Hosts, store: Store): object {
  const files = changedFiles(repository, hosts, issue.pull.baseSha, issue.pull.headSha);
  const sum = (key: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[key], 0);
  return {
    ...pullBody(issue, repository, hosts, store),
    merged: issue.pull.mergedAt !== null,
    mergeable: issue.state === 'open' ? true : null,
    rebaseable: issue.state === 'open' ? true : null,
    mergeable_state: issue.state === 'open' ? 'clean' : 'unknown',
    merged_by: issue.pull.mergedAt === null ? null : user(repository.owner, hosts),
    comments: (issueBody(issue, repository, hosts)['comments'] as number) ?? 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsOf(repository, issue.pull).length,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

const commitsOf = ({ folder }: Repository, { baseSha, headSha }: Pull): string[] =>
  (gitBytes(folder, 'rev-list', '--reverse', `${baseSha}..${headSha}`)?.toString('utf8') ?? '')
    .split('\n')
    .filter(Boolean);

const isPull = (issue: Issue): issue is PullRequest => issue.pull !== null;
const pullsOf = ({ issues }: Repository): PullRequest[] => [...issues.values()].filter(isPull);

export const pullOf = (call: Call): PullRequest => {
  const issue = issueOf(call, call.path['pull_number']);
  if (!isPull(issue)) throw notFound();
  return issue;
};

function list(call: Call): Answer {
  const { repository, hosts, store, query } = call;
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const found = pullsOf(repository).filter(({ pull, state: own }) => {
    const owner = pull.fork?.split('/')[0] ?? repository.owner;
    return (
      (state === 'all' || state === own) &&
      (head === null || head === `${owner}:${pull.head}`) &&
      (base === null || base === pull.base)
    );
  });
  found.sort((a, b) => (query.get('direction') === 'asc' ? a.number - b.number : b.number - a.number));
  return pageOf(call, found, (issue) => pullBody(issue, repository, hosts, store));
}

/** Merged pull requests that brought the commit; for a commit of a head, the open ones too. */
function ofCommit(call: Call): Answer {
  const { repository, hosts, store, path } = call;
  const sha = commitOf(repository.folder, path['commit_sha'] ?? '');
  if (sha === null) throw invalid('Commit', 'custom', 'sha', `No commit found for SHA: ${path['commit_sha']}`);
  const found = pullsOf(repository).filter(
    ({ pull }) => pull.mergeCommit === sha || pull.headSha === sha || commitsOf(repository, pull).includes(sha),
  );
  return pageOf(call, found, (issue) => pullBody(issue, repository, hosts, store));
}

function create(call: Call): Answer {
  const { repository, hosts, store, input, viewer } = call;
  const [head, base] = [text(input['head']) ?? '', text(input['base']) ?? ''];
  const branch = head.includes(':') ? head.slice(head.indexOf(':') + 1) : head;
  const headSha = commitOf(repository.folder, `refs/heads/${branch}`);
  if (headSha === null) throw invalid('PullRequest', 'invalid', 'head');
  const baseSha = commitOf(repository.folder, `refs/heads/${base}`);
  if (baseSha === null) throw invalid('PullRequest', 'invalid', 'base');
  const twin = pullsOf(repository).find(
    ({ pull, state }) => state === 'open' && pull.head === branch && pull.base === base,
  );
  if (twin) {
    const message = `A pull request already exists for ${repository.owner}:${branch}.`;
    throw invalid('PullRequest', 'custom', 'head', message);
  }
  const createdAt = store.now();
  const issue: PullRequest = {
    number: nextNumber(repository),
    title: text(input['title']) ?? gitText(repository.folder, 'log', '-1', '--format=%s', headSha),
    body: text(input['body']) ?? null,
    state: 'open',
    locked: false,
    author: viewer?.login ?? 'ghost',
    labels: [],
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    pull: {
      base,
      baseSha,
      head: branch,
      headSha,
      fork: null,
      draft: input['draft'] === true,
      mergedAt: null,
      mergeCommit: null,
    },
  };
  repository.issues.set(issue.number, issue);
  return { status: 201, body: fullPullBody(issue, repository, hosts, store) };
}

const present = (call: Call, change?: (issue: PullRequest) => void): Answer => {
  const issue = pullOf(call);
  change?.(issue);
  return { status: 200, body: fullPullBody(issue, call.repository, call.hosts, call.store) };
};

/** Files that GitHub lists of a pull request, whatever the page. */
const FILES_LIMIT = 3000;

function files(call: Call): Answer {
  const { pull } = pullOf(call);
  const all = changedFiles(call.repository, call.hosts, pull.baseSha, pull.headSha).slice(0, FILES_LIMIT);
  return pageOf(call, all, (file) => file);
}

const PULLS = '/repos/{owner}/{repo}/pulls';
const READ = [{ 'pull-requests': 'read' }] as const;
const WRITE = [{ 'pull-requests': 'write' }] as const;
export const pullRoutes: readonly Route[] = [
  { on: `GET ${PULLS}`, needs: [...READ], answer: list },
  { on: `POST ${PULLS}`, needs: [...WRITE], answer: create },
  { on: `GET ${PULLS}/{pull_number}`, needs: [...READ], answer: (call) => present(call) },
  {
    on: `PATCH ${PULLS}/{pull_number}`,
    needs: [...WRITE],
    answer: (call) => present(call, (issue) => editIssue(call, issue)),
  },
  { on: `GET ${PULLS}/{pull_number}/files`, needs: [...READ], answer: files },
  {
    on: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    needs: [{ 'pull-requests': 'read' }, { contents: 'read' }],
    answer: ofCommit,
  },
];
