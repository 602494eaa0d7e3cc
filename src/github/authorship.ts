import { isForbidden, isMissing } from './errors.js';
import type { Api } from './host.js';

/** The part of comments and issues that says who wrote them. */
interface Written {
  user?: { login: string; type?: string } | null;
}

/** Tokens of installed Apps, GITHUB_TOKEN among them; older servers begin them with `v1.`. */
const OF_APP = /^(?:ghs_|v1\.)/;

/**
 * Tells what the owner of the token wrote. Tokens of people know their login, also those of older servers and of other
 * hosts, which tell nothing by their first letters; those of Apps are told nothing and write as bots.
 */
export async function authorship(api: Api, token: string): Promise<(written: Written) => boolean> {
  const login = OF_APP.test(token) ? null : await loginOf(api);
  return login === null ? ({ user }) => user?.type === 'Bot' : ({ user }) => user?.login === login;
}

async function loginOf(api: Api): Promise<string | null> {
  try {
    return (await api.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if (isForbidden(error) || isMissing(error)) return null;
    throw error;
  }
}
