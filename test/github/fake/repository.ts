import type { Call, Hosts, Route } from './call.js';
import { user } from './people.js';
import { nodeId, type Repository, type Viewer } from './store.js';

/** Ends of the URLs that every repository carries along, by the name of the field. */
const URLS: Record<string, string> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

export const fullName = ({ owner, name }: Repository): string => `${owner}/${name}`;
export const apiUrl = (repository: Repository, hosts: Hosts): string => `${hosts.api}/repos/${fullName(repository)}`;
export const webUrl = (repository: Repository, hosts: Hosts): string => `${hosts.web}/${fullName(repository)}`;

/** What runs and lists embed: who and where, without numbers. */
export function minimalRepository(repository: Repository, hosts: Hosts): Record<string, unknown> {
  const url = apiUrl(repository, hosts);
  const { id, name, owner } = repository;
  return {
    id,
    node_id: nodeId('Repository', id),
    name,
    full_name: fullName(repository),
    private: repository.private,
    owner: user(owner, hosts),
    html_url: webUrl(repository, hosts),
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(URLS).map(([field, end]) => [field, url + end])),
  };
}

/** What pull requests and events embed. */
export function plainRepository(repository: Repository, hosts: Hosts): Record<string, unknown> {
  const html = webUrl(repository, hosts);
  return {
    ...minimalRepository(repository, hosts),
    created_at: '2025-06-01T10:00:00Z',
    updated_at: '2025-12-01T10:00:00Z',
    pushed_at: '2025-12-01T10:00:00Z',
    git_url: `git://${new URL(html).host}/${fullName(repository)}.git`,
    ssh_url: `git@${new URL(html).hostname}:${fullName(repository)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 108,
    stargazers_count: 0,
    watchers_count: 0,
    language: 'Python',
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: [...repository.issues.values()].filter(({ state }) => state === 'open').length,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: [...repository.issues.values()].filter(({ state }) => state === 'open').length,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** What is answered when the repository itself is asked for. */
const fullRepository = (repository: Repository, hosts: Hosts, viewer: Viewer | null): object => ({
  ...plainRepository(repository, hosts),
  ...(viewer && {
    permissions: {
      admin: viewer.permissions.administration === 'write',
      maintain: false,
      push: viewer.permissions.contents === 'write',
      triage: false,
      pull: true,
    },
  }),
  network_count: 0,
  subscribers_count: 1,
});

export const repositoryRoutes: readonly Route[] = [
  {
    on: 'GET /repos/{owner}/{repo}',
    needs: [],
    answer: ({ repository, hosts, viewer }: Call) => ({
      status: 200,
      body: fullRepository(repository, hosts, viewer),
    }),
  },
  {
    // Only administrators are told, and no GITHUB_TOKEN is one.
    on: 'GET /repos/{owner}/{repo}/immutable-releases',
    needs: [{ administration: 'read' }],
    answer: ({ repository }) =>
      repository.immutableReleases
        ? { status: 200, body: { enabled: true, enforced_by_owner: false } }
        : {
            status: 404,
            body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
          },
  },
];
