import type { Api } from './host.js';

/** The part of comments and issues that says who wrote them. */
interface Written {
  user?: { login: string; type?: string } | null;
}

/**
 * Tells what the owner of the token wrote. Tokens of people know their login; those of Apps, GITHUB_TOKEN among them, are told
 * nothing and write as bots.
 */
export async function authorship(api: Api, token: string): Promise<(written: Written) => boolean> {
  if (!/^(gh[pou]_|github_pat_)/.test(token)) return ({ user }) => user?.type === 'Bot';
  const { data } = await api.rest.users.getAuthenticated();
  return ({ user }) => user?.login === data.login;
}
