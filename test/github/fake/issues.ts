import type { Answer, Call, Hosts, Route } from './call.js';
import { invalid, issueOf, notFound, pageOf, problem, Refusal, text } from './call.js';
import { app, associationOf, user } from './people.js';
import { apiUrl, webUrl } from './repository.js';
import { type Comment, type Issue, idOf, nodeId, type Permissions, type Repository } from './store.js';

/** Characters that a comment or the text of an issue may have. */
export const COMMENT_LIMIT = 65_536;

/** Comments of issues and pull requests accept either permission. */
const WRITE: Permissions[] = [{ issues: 'write' }, { 'pull-requests': 'write' }];
const READ: Permissions[] = [{ issues: 'read' }, { 'pull-requests': 'read' }];

const ROLLUP = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];

export function commentBody(comment: Comment, repository: Repository, hosts: Hosts): Record<string, unknown> {
  const url = `${apiUrl(repository, hosts)}/issues/comments/${comment.id}`;
  const kind = repository.issues.get(comment.issue)?.pull ? 'pull' : 'issues';
  const counts = ROLLUP.map((name) => [name, comment.reactions.filter(({ content }) => content === name).length]);
  return {
    url,
    html_url: `${webUrl(repository, hosts)}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${apiUrl(repository, hosts)}/issues/${comment.issue}`,
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: user(comment.author, hosts),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: associationOf(comment.author, repository),
    performed_via_github_app: comment.app === null ? null : app(comment.app, hosts),
    reactions: {
      url: `${url}/reactions`,
      total_count: comment.reactions.length,
      ...Object.fromEntries(counts),
    },
  };
}

export function issueBody(issue: Issue, repository: Repository, hosts: Hosts): Record<string, unknown> {
  const url = `${apiUrl(repository, hosts)}/issues/${issue.number}`;
  const html = `${webUrl(repository, hosts)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    url,
    repository_url: apiUrl(repository, hosts),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: idOf(html),
    node_id: nodeId('Issue', issue.number),
    number: issue.number,
    title: issue.title,
    user: user(issue.author, hosts),
    labels: issue.labels.map((name) => labelBody(name, repository, hosts)),
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: repository.comments.filter((comment) => comment.issue === issue.number).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(issue.author, repository),
    body: issue.body,
    ...(issue.pull && {
      draft: issue.pull.draft,
      pull_request: {
        url: `${apiUrl(repository, hosts)}/pulls/${issue.number}`,
        html_url: html,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        merged_at: issue.pull.mergedAt,
      },
    }),
  };
}

export const labelBody = (name: string, repository: Repository, hosts: Hosts): Record<string, unknown> => ({
  id: idOf(name),
  node_id: nodeId('Label', name),
  url: `${apiUrl(repository, hosts)}/labels/${encodeURIComponent(name)}`,
  name,
  color: 'ededed',
  default: false,
  description: null,
});

function limited(resource: string, value: unknown): string | undefined {
  const body = text(value);
  if (body !== undefined && body.length > COMMENT_LIMIT) {
    throw invalid(resource, 'custom', 'body', `body is too long (maximum is ${COMMENT_LIMIT} characters)`);
  }
  return body;
}

/** Text of a comment; a blank one is none. */
function commentText(value: unknown): string {
  const body = limited('IssueComment', value);
  if (body === undefined || body.trim() === '') {
    throw invalid('IssueComment', 'custom', 'body', "body can't be blank");
  }
  return body;
}

function comment(call: Call): Answer {
  const { repository, store, viewer, hosts } = call;
  const issue = issueOf(call, call.path['issue_number']);
  if (issue.locked) throw new Refusal(problem(403, 'Unable to create comment because issue is locked.'));
  const createdAt = store.now();
  const added: Comment = {
    id: store.nextId(),
    issue: issue.number,
    author: viewer?.login ?? 'ghost',
    app: viewer?.kind === 'app' ? 'github-actions' : null,
    body: commentText(call.input['body']),
    createdAt,
    updatedAt: createdAt,
    reactions: [],
  };
  repository.comments.push(added);
  return { status: 201, body: commentBody(added, repository, hosts) };
}

const commentOf = ({ repository, path }: Call): Comment => {
  const found = repository.comments.find(({ id }) => id === Number(path['comment_id']));
  if (!found) throw notFound();
  return found;
};

const presentComment = (call: Call): Answer => ({
  status: 200,
  body: commentBody(commentOf(call), call.repository, call.hosts),
});

function editComment(call: Call): Answer {
  const found = commentOf(call);
  found.body = commentText(call.input['body']);
  found.updatedAt = call.store.now();
  return presentComment(call);
}

function deleteComment(call: Call): Answer {
  const found = commentOf(call);
  call.repository.comments = call.repository.comments.filter((other) => other !== found);
  return { status: 204 };
}

function listComments(call: Call): Answer {
  const { repository, hosts, path, query } = call;
  const since = query.get('since') ?? '';
  const issue = path['issue_number'] === undefined ? null : issueOf(call, path['issue_number']).number;
  const found = repository.comments.filter((one) => (issue === null || one.issue === issue) && one.updatedAt >= since);
  return pageOf(call, found, (one) => commentBody(one, repository, hosts));
}

function react(call: Call): Answer {
  const { store, viewer, hosts, input } = call;
  const { reactions } = commentOf(call);
  const [author, content] = [viewer?.login ?? 'ghost', text(input['content']) ?? ''];
  if (!ROLLUP.includes(content)) throw invalid('Reaction', 'invalid', 'content');
  const present = reactions.find((one) => one.author === author && one.content === content);
  const reaction = present ?? { id: store.nextId(), content, author, createdAt: store.now() };
  if (!present) reactions.push(reaction);
  return { status: present ? 200 : 201, body: reactionBody(reaction, hosts) };
}

const reactionBody = (reaction: Comment['reactions'][number], hosts: Hosts): object => ({
  id: reaction.id,
  node_id: nodeId('Reaction', reaction.id),
  user: user(reaction.author, hosts),
  content: reaction.content,
  created_at: reaction.createdAt,
});

function removeReaction(call: Call): Answer {
  const found = commentOf(call);
  const kept = found.reactions.filter(({ id }) => id !== Number(call.path['reaction_id']));
  if (kept.length === found.reactions.length) throw notFound();
  found.reactions = kept;
  return { status: 204 };
}

function listIssues(call: Call): Answer {
  const { repository, hosts, query } = call;
  const state = query.get('state') ?? 'open';
  const labels = query.get('labels')?.split(',') ?? [];
  const creator = query.get('creator');
  const found = [...repository.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((label) => issue.labels.includes(label)) &&
      (creator === null || issue.author === creator),
  );
  found.sort((a, b) => b.number - a.number);
  return pageOf(call, found, (issue) => issueBody(issue, repository, hosts));
}

const labelNames = (value: unknown): string[] | undefined =>
  Array.isArray(value)
    ? value.map((label: unknown) => (typeof label === 'string' ? label : String((label as { name?: string }).name)))
    : undefined;

/** Issues and pull requests share their numbers. */
export const nextNumber = ({ issues }: Repository): number => Math.max(0, ...issues.keys()) + 1;

function createIssue({ repository, store, input, viewer, hosts }: Call): Answer {
  const title = text(input['title']);
  if (title === undefined || title === '') throw invalid('Issue', 'missing_field', 'title');
  const createdAt = store.now();
  const issue: Issue = {
    number: nextNumber(repository),
    title,
    body: limited('Issue', input['body']) ?? null,
    state: 'open',
    locked: false,
    author: viewer?.login ?? 'ghost',
    labels: labelNames(input['labels']) ?? [],
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    pull: null,
  };
  repository.issues.set(issue.number, issue);
  return { status: 201, body: issueBody(issue, repository, hosts) };
}

/** Changes what issues and pull requests have in common. */
export function editIssue({ input, store }: Call, issue: Issue): void {
  issue.title = text(input['title']) ?? issue.title;
  issue.body = limited('Issue', input['body']) ?? issue.body;
  issue.labels = labelNames(input['labels']) ?? issue.labels;
  issue.updatedAt = store.now();
  const state = input['state'];
  if ((state === 'open' || state === 'closed') && state !== issue.state) {
    issue.state = state;
    issue.closedAt = state === 'closed' ? issue.updatedAt : null;
  }
}

function addLabels(call: Call): Answer {
  const issue = issueOf(call, call.path['issue_number']);
  issue.labels = [...new Set([...issue.labels, ...(labelNames(call.input['labels']) ?? [])])];
  return { status: 200, body: issue.labels.map((name) => labelBody(name, call.repository, call.hosts)) };
}

const presentIssue = (call: Call, change?: (issue: Issue) => void): Answer => {
  const issue = issueOf(call, call.path['issue_number']);
  change?.(issue);
  return { status: 200, body: issueBody(issue, call.repository, call.hosts) };
};

const ISSUES = '/repos/{owner}/{repo}/issues';
export const issueRoutes: readonly Route[] = [
  { on: `GET ${ISSUES}`, needs: [{ issues: 'read' }], answer: listIssues },
  { on: `POST ${ISSUES}`, needs: [{ issues: 'write' }], answer: createIssue },
  { on: `GET ${ISSUES}/comments`, needs: READ, answer: listComments },
  { on: `GET ${ISSUES}/comments/{comment_id}`, needs: READ, answer: presentComment },
  { on: `PATCH ${ISSUES}/comments/{comment_id}`, needs: WRITE, answer: editComment },
  { on: `DELETE ${ISSUES}/comments/{comment_id}`, needs: WRITE, answer: deleteComment },
  {
    on: `GET ${ISSUES}/comments/{comment_id}/reactions`,
    needs: READ,
    answer: (call) => pageOf(call, commentOf(call).reactions, (reaction) => reactionBody(reaction, call.hosts)),
  },
  { on: `POST ${ISSUES}/comments/{comment_id}/reactions`, needs: WRITE, answer: react },
  { on: `DELETE ${ISSUES}/comments/{comment_id}/reactions/{reaction_id}`, needs: WRITE, answer: removeReaction },
  { on: `GET ${ISSUES}/{issue_number}`, needs: READ, answer: (call) => presentIssue(call) },
  {
    on: `PATCH ${ISSUES}/{issue_number}`,
    needs: WRITE,
    answer: (call) => presentIssue(call, (issue) => editIssue(call, issue)),
  },
  { on: `GET ${ISSUES}/{issue_number}/comments`, needs: READ, answer: listComments },
  { on: `POST ${ISSUES}/{issue_number}/comments`, needs: WRITE, answer: comment },
  { on: `POST ${ISSUES}/{issue_number}/labels`, needs: WRITE, answer: addLabels },
];
