import { isCopiesPull, renderCopiesPull } from '../report/open-copies.js';
import { authorship } from './authorship.js';
import { isApiError, isForbidden, WorkflowError } from './errors.js';
import { type Api, type Host, repositoryOf, webOf } from './host.js';
import type { OpenCopies } from './open-copies.js';
import { createdOnce } from './settled.js';

/** From which branch into which. */
export interface Route {
  host: Host;
  api: Api;
  token: string;
  branch: string;
  into: string;
}

interface OpenPull {
  number: number;
  html_url: string;
  body: string | null;
  user?: { login: string; type?: string } | null;
}

/** Opens the pull request of a branch of ours, or brings the words of the one that is there up to date. */
export async function openCopiesPull(route: Route, open: OpenCopies, asked: string): Promise<OpenPull> {
  const { host, api, token } = route;
  const body = renderCopiesPull(open, asked);
  const found = await findPull(route);
  const pull = found ?? (await create(route, open, body));
  const isOurs = await authorship(api, token);
  // Words of a person stay theirs.
  if (pull.body !== body && isOurs(pull) && isCopiesPull(pull.body ?? ''))
    await api.rest.pulls.update({ ...repositoryOf(host), pull_number: pull.number, body });
  host.log(`${found ? 'updated' : 'opened'} pull request #${pull.number}`);
  return pull;
}

async function findPull({ host, api, branch, into }: Route): Promise<OpenPull | undefined> {
  const at = repositoryOf(host);
  const { data } = await api.rest.pulls.list({ ...at, state: 'open', head: `${at.owner}:${branch}`, base: into });
  return data[0];
}

async function create(route: Route, { copies }: OpenCopies, body: string): Promise<OpenPull> {
  const { host, api, branch, into } = route;
  const models = new Set(copies.map(({ native }) => native)).size;
  const title = `Add open copies of ${models === 1 ? 'a model' : `${models} models`}`;
  const wanted = { ...repositoryOf(host), head: branch, base: into, title, body, request: { retries: 0 } };
  try {
    const { one } = await createdOnce<OpenPull>(host, {
      doing: 'opening the pull request',
      create: async () => (await api.rest.pulls.create(wanted)).data,
      find: () => findPull(route),
    });
    return one;
  } catch (error) {
    if (isForbidden(error) && isApiError(error) && /not permitted to create/i.test(error.message))
      throw new WorkflowError(
        `the copies are on the branch ${branch}, and this repository lets no workflow open pull requests`,
        `Open it yourself at ${webOf(host)}/compare/${into}...${branch}, or allow it: Settings, Actions, General, "Allow GitHub Actions to create and approve pull requests".`,
        '',
        { cause: error },
      );
    throw error;
  }
}
