import type { Call, Hosts, Route } from './call.js';
import { notFound, problem } from './call.js';
import { idOf, nodeId, type Repository } from './store.js';

/** A user as answers embed it. Names that end in `[bot]` are bots. */
export function user(login: string, hosts: Hosts): Record<string, unknown> {
  const at = `${hosts.api}/users/${encodeURIComponent(login)}`;
  const isBot = login.endsWith('[bot]');
  const name = login.replace(/\[bot\]$/, '');
  return {
    login,
    id: idOf(login),
    node_id: nodeId(isBot ? 'Bot' : 'User', idOf(login)),
    avatar_url: `${hosts.web}/avatars/${encodeURIComponent(name)}`,
    gravatar_id: '',
    url: at,
    html_url: isBot ? `${hosts.web}/apps/${name}` : `${hosts.web}/${login}`,
    followers_url: `${at}/followers`,
    following_url: `${at}/following{/other_user}`,
    gists_url: `${at}/gists{/gist_id}`,
    starred_url: `${at}/starred{/owner}{/repo}`,
    subscriptions_url: `${at}/subscriptions`,
    organizations_url: `${at}/orgs`,
    repos_url: `${at}/repos`,
    events_url: `${at}/events{/privacy}`,
    received_events_url: `${at}/received_events`,
    type: isBot ? 'Bot' : 'User',
    site_admin: false,
  };
}

/** The App behind GITHUB_TOKEN. */
export const app = (slug: string, hosts: Hosts): Record<string, unknown> => ({
  id: 15368,
  client_id: 'Iv1.05c79e9ad1f6bdfa',
  slug,
  node_id: nodeId('App', 15368),
  owner: user('github', hosts),
  name: 'GitHub Actions',
  description: 'Automate your workflow from idea to production',
  external_url: 'https://help.github.com/en/actions',
  html_url: `${hosts.web}/apps/${slug}`,
  created_at: '2018-07-30T09:30:17Z',
  updated_at: '2025-03-07T16:35:00Z',
  permissions: { actions: 'write', checks: 'write', contents: 'write', metadata: 'read' },
  events: ['check_run', 'push'],
});

/** How close an author is to the repository, as comments and pull requests say it. */
export const associationOf = (login: string, repository: Repository): string => {
  if (login === repository.owner) return 'OWNER';
  if (repository.collaborators[login] !== undefined) return 'COLLABORATOR';
  return login.endsWith('[bot]') ? 'NONE' : 'CONTRIBUTOR';
};

export const peopleRoutes: readonly Route[] = [
  {
    on: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    needs: [{ contents: 'read' }],
    answer: (call) => ({ status: 200, body: permissionOf(call, call.path['username'] ?? '') }),
  },
];

function permissionOf({ repository, hosts }: Call, login: string): object {
  if (login.startsWith('nobody')) throw notFound();
  const role = repository.collaborators[login] ?? (repository.private ? 'none' : 'read');
  // The older field knows four levels only.
  const permission = { maintain: 'write', triage: 'read' }[role as string] ?? role;
  const at = ['none', 'read', 'triage', 'write', 'maintain', 'admin'].indexOf(role);
  const person = {
    ...user(login, hosts),
    permissions: { pull: at >= 1, triage: at >= 2, push: at >= 3, maintain: at >= 4, admin: at >= 5 },
    role_name: role,
  };
  return { permission, role_name: role, user: person };
}

/** Routes outside of any repository. */
export const accountRoutes: readonly Route[] = [
  {
    on: 'GET /rate_limit',
    needs: [],
    answer: ({ store: { rate } }) => {
      const core = rateOf(rate);
      return { status: 200, body: { resources: { core, search: core }, rate: core } };
    },
  },
  {
    on: 'GET /user',
    needs: [],
    answer: ({ viewer, hosts }) => {
      if (!viewer) return problem(401, 'Requires authentication');
      if (viewer.kind === 'app') return problem(403, 'Resource not accessible by integration');
      return { status: 200, body: privateUser(viewer.login, hosts) };
    },
  },
];

const privateUser = (login: string, hosts: Hosts): object => ({
  ...user(login, hosts),
  name: login,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  twitter_username: null,
  public_repos: 1,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
});

/** The hour in which calls are counted ends in the far future, so that no test depends on the time. */
export const rateOf = ({ limit, used }: { limit: number; used: number }) => ({
  limit,
  used,
  remaining: Math.max(0, limit - used),
  reset: 4102444800,
});
