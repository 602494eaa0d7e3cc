import type { Answer, Call, Hosts, Route } from './call.js';
import { countedPageOf, notFound } from './call.js';
import { gitText } from './git.js';
import { user } from './people.js';
import { apiUrl, minimalRepository, webUrl } from './repository.js';
import { nodeId, type Repository, type Store, type WorkflowRun } from './store.js';

/** A commit as payloads of pushes have it. */
export function pushedCommit(repository: Repository, hosts: Hosts, sha: string): Record<string, unknown> {
  const [tree, message, name, email, timestamp] = gitText(
    repository.folder,
    'show',
    '-s',
    '--format=%T%x00%B%x00%an%x00%ae%x00%aI',
    sha,
  ).split('\0');
  const person = { name, email, username: repository.owner };
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message: message?.trimEnd(),
    timestamp,
    url: `${webUrl(repository, hosts)}/commit/${sha}`,
    author: person,
    committer: person,
    added: [],
    removed: [],
    modified: [],
  };
}

/** A commit as runs have it, with less to tell. */
function simpleCommit(repository: Repository, hosts: Hosts, sha: string): object {
  const { id, tree_id, message, timestamp, author } = pushedCommit(repository, hosts, sha);
  const { name, email } = author as { name: string; email: string };
  return { id, tree_id, message, timestamp, author: { name, email }, committer: { name, email } };
}

/** A run of the workflow `modelbag.yml`. */
export function runBody(repository: Repository, hosts: Hosts, store: Store, run: WorkflowRun): Record<string, unknown> {
  const { id, event, conclusion, createdAt, actor, title, head, pulls } = run;
  const url = `${apiUrl(repository, hosts)}/actions/runs/${id}`;
  const minimal = minimalRepository(repository, hosts);
  const fork = head.fork === null ? null : store.repositories.get(head.fork.toLowerCase());
  return {
    id,
    name: 'modelbag',
    node_id: nodeId('WorkflowRun', id),
    check_suite_id: id + 1,
    check_suite_node_id: nodeId('CheckSuite', id + 1),
    head_branch: head.branch,
    head_sha: head.sha,
    path: '.github/workflows/modelbag.yml',
    run_number: 7,
    run_attempt: 1,
    event,
    display_title: title,
    status: 'completed',
    conclusion,
    workflow_id: 77,
    url,
    html_url: `${webUrl(repository, hosts)}/actions/runs/${id}`,
    pull_requests: pulls,
    created_at: createdAt,
    updated_at: createdAt,
    actor: user(actor, hosts),
    triggering_actor: user(actor, hosts),
    run_started_at: createdAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl(repository, hosts)}/check-suites/${id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${apiUrl(repository, hosts)}/actions/workflows/77`,
    head_commit: simpleCommit(repository, hosts, head.sha),
    repository: minimal,
    head_repository: fork ? { ...minimalRepository(fork, hosts), fork: true } : minimal,
    referenced_workflows: [],
  };
}

function list(call: Call): Answer {
  const { repository, hosts, store, query, path } = call;
  if (path['workflow_id'] !== 'modelbag.yml' && path['workflow_id'] !== '77') throw notFound();
  const event = query.get('event');
  const found = repository.runs.filter((run) => event === null || run.event === event);
  found.sort((a, b) => b.id - a.id);
  return countedPageOf(call, 'workflow_runs', found, (run) => runBody(repository, hosts, store, run));
}

export const runRoutes: readonly Route[] = [
  {
    on: 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    needs: [{ actions: 'read' }],
    answer: list,
  },
];
