import { renderCopiesAnswer } from '../report/open-copies.js';
import { openApiTree } from './api-tree.js';
import { configAt } from './commit-config.js';
import { isNews, type Proposal, pushCopies } from './copies-branch.js';
import { openCopiesPull } from './copies-pull.js';
import { explained } from './errors.js';
import { type Api, type PullPayload, repositoryOf } from './host.js';
import { lfsPaths } from './lfs-attributes.js';
import { makeCopies } from './open-copies.js';
import type { Run } from './project.js';

/** What somebody gets to read who asked for open copies. */
export interface Proposed {
  answer: string;
  /** False where it was refused. */
  isDone: boolean;
}

/** Where the copies go: a branch of this repository at a commit. */
interface Target {
  /** Name of the branch that the pull request is to be merged into. */
  into: string;
  commit: string;
  /** Of ours. */
  branch: string;
}

const NEEDS = { contents: 'write', 'pull-requests': 'write' } as const;
const refused = (why: string): Proposed => ({ answer: `${why}\n`, isDone: false });

/**
 * Opens or updates the one pull request that brings open copies, with their proof, into the branch of a pull request, or, asked
 * for on an issue, into the default branch. Models are read through the API; nothing is checked out, and nothing runs.
 */
export async function proposeCopies(run: Run, api: Api, pull: PullPayload | null, asked: string): Promise<Proposed> {
  const { host } = run;
  const { owner, repo } = repositoryOf(host);
  if (pull !== null && pull.head.repo?.full_name !== `${owner}/${repo}`)
    return refused(
      'The branch of this pull request lies in a fork, where nothing can be written from here. Comment `/modelbag export` in the fork, or, once this is merged, on an issue.',
    );
  if (pull !== null && pull.state !== undefined && pull.state !== 'open')
    return refused('This pull request is closed. Comment `/modelbag export` on an issue for the default branch.');
  try {
    return await propose(run, api, pull === null ? await defaultTarget(run, api) : targetOf(pull), asked);
  } catch (error) {
    throw explained(error, 'proposing open copies', NEEDS);
  }
}

const targetOf = ({ number, head }: PullPayload): Target => ({
  into: head.ref,
  commit: head.sha,
  branch: `modelbag/export-${number}`,
});

async function defaultTarget({ host }: Run, api: Api): Promise<Target> {
  const { data } = await api.rest.repos.get(repositoryOf(host));
  const into = data.default_branch;
  const { data: ref } = await api.rest.git.getRef({ ...repositoryOf(host), ref: `heads/${into}` });
  return { into, commit: ref.object.sha, branch: 'modelbag/export' };
}

async function propose(run: Run, api: Api, target: Target, asked: string): Promise<Proposed> {
  const { host, inputs, prefix } = run;
  const { branch, commit, into } = target;
  const whole = await openApiTree({ host, api }, commit, '', null);
  const tree = prefix === '' ? whole : await openApiTree({ host, api }, commit, prefix, null);
  const inRepository = (path: string): string => (prefix === '' ? path : `${prefix}/${path}`);
  try {
    const isForLfs = await lfsPaths(whole);
    const config = await configAt(run, api, commit, tree);
    const open = await makeCopies(tree, config, (path) => isForLfs(inRepository(path)), host.progress);
    const blobs = new Map(whole.entries.flatMap(({ path, blob }) => (blob ? [[path, blob] as const] : [])));
    const files = open.files.map((file) => ({ ...file, path: inRepository(file.path) }));
    const proposal: Proposal = { branch, base: { commit, blobs }, files };
    if (!(await isNews(proposal))) return { answer: renderCopiesAnswer(open, null), isDone: true };
    await pushCopies({ host, api }, proposal);
    const route = { host, api, token: inputs.token as string, branch, into };
    const { number } = await openCopiesPull(route, open, asked);
    return { answer: renderCopiesAnswer(open, number), isDone: true };
  } finally {
    await tree.close();
    await whole.close();
  }
}
