import { createHash } from 'node:crypto';
import { sentence } from '../assess/quote.js';
import { isApiError, isMissing, WorkflowError } from './errors.js';
import { type Api, type Host, repositoryOf } from './host.js';
import type { CopyFile } from './open-copies.js';

/** Ends the message of every commit of ours, and names its tree: whoever amends the commit makes it their own. */
const TRAILER = 'Modelbag-Copies';
const MOST_COMMITS = 100;

/** What a branch of ours is to hold: the files of `base`, with these in them. */
export interface Proposal {
  branch: string;
  base: { commit: string; blobs: ReadonlyMap<string, string> };
  /** By path in the repository. */
  files: readonly CopyFile[];
}

interface Place {
  host: Host;
  api: Api;
}

/** Says whether the base lacks anything of the proposal; nothing is sent for that. */
export async function isNews({ base, files }: Proposal): Promise<boolean> {
  for (const file of files) if (base.blobs.get(file.path) !== blobOf(await file.read())) return true;
  return false;
}

/**
 * Brings the branch to hold the proposal. It is never forced: a commit is put on top of what is there, and GitHub refuses it where
 * somebody was faster. Throws WorkflowError where the branch holds commits of others.
 */
export async function pushCopies(place: Place, proposal: Proposal): Promise<void> {
  const { host, api } = place;
  const { branch, base } = proposal;
  const tip = await tipOf(place, branch);
  const state = tip === null ? null : await stateOf(place, proposal, tip);
  const tree = await writeTree(place, proposal);
  if (state?.tree === tree && state.behind === 0) return host.log(`${branch} is as it has to be`);
  const parents = tip === null || state?.ahead === 0 ? [base.commit] : state?.behind === 0 ? [tip] : [tip, base.commit];
  const { data: commit } = await api.rest.git.createCommit({
    ...repositoryOf(host),
    message: `Add open copies of models\n\nEach was read back and compared with its model; its proof lies beside it.\n\n${TRAILER}: ${tree}`,
    tree,
    parents,
  });
  await point(place, branch, tip, commit.sha);
  host.log(`${branch} is now at ${commit.sha.slice(0, 10)}`);
}

async function tipOf({ host, api }: Place, branch: string): Promise<string | null> {
  try {
    return (await api.rest.git.getRef({ ...repositoryOf(host), ref: `heads/${branch}` })).data.object.sha;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * How a branch that is there relates to the base. Merges by others are no commits of others: the button "Update branch" merges
 * the base, and what a merge brings of another branch is found in that branch's own commits.
 */
async function stateOf(
  { host, api }: Place,
  { branch, base }: Proposal,
  tip: string,
): Promise<{ ahead: number; behind: number; tree: string | undefined }> {
  const { data } = await api.rest.repos.compareCommitsWithBasehead({
    ...repositoryOf(host),
    basehead: `${base.commit}...${tip}`,
    per_page: MOST_COMMITS,
  });
  const foreign =
    data.commits.find(({ commit, parents }) => parents.length < 2 && !isOurs(commit)) ??
    (data.ahead_by > data.commits.length ? data.commits.at(-1) : undefined);
  if (foreign)
    throw new WorkflowError(
      `the branch ${branch} holds commits that are not modelbag's, \`${foreign.sha.slice(0, 10)}\` first, and they would be lost`,
      'Merge or rename the branch, or delete it, and ask again.',
    );
  return { ahead: data.ahead_by, behind: data.behind_by, tree: data.commits.at(-1)?.commit.tree.sha };
}

const isOurs = ({ message, tree }: { message: string; tree: { sha: string } }): boolean =>
  message.trimEnd().endsWith(`\n${TRAILER}: ${tree.sha}`);

/** Sends what the base lacks; blobs have their names from their content, so that sending one twice changes nothing. */
async function writeTree({ host, api }: Place, { base, files }: Proposal): Promise<string> {
  const at = repositoryOf(host);
  const entries: { path: string; mode: '100644'; type: 'blob'; sha: string }[] = [];
  for (const file of files) {
    const bytes = await file.read();
    const wanted = blobOf(bytes);
    if (base.blobs.get(file.path) === wanted) continue;
    host.log(`sending ${file.path} (${file.size} bytes)`);
    const content = Buffer.from(bytes).toString('base64');
    const { data } = await api.rest.git.createBlob({ ...at, content, encoding: 'base64' });
    if (data.sha !== wanted)
      throw new WorkflowError(`${file.path} reached GitHub as another file`, 'Ask again; nothing was changed.');
    entries.push({ path: file.path, mode: '100644', type: 'blob', sha: wanted });
  }
  const { data: commit } = await api.rest.git.getCommit({ ...at, commit_sha: base.commit });
  return (await api.rest.git.createTree({ ...at, base_tree: commit.tree.sha, tree: entries })).data.sha;
}

async function point(place: Place, branch: string, tip: string | null, commit: string): Promise<void> {
  const { host, api } = place;
  const at = repositoryOf(host);
  try {
    if (tip === null) await api.rest.git.createRef({ ...at, ref: `refs/heads/${branch}`, sha: commit });
    else await api.rest.git.updateRef({ ...at, ref: `heads/${branch}`, sha: commit, force: false });
  } catch (error) {
    if (!isApiError(error) || error.status !== 422) throw error;
    // GitHub refuses for many reasons with one status; where the branch is now tells them apart.
    const now = await tipOf(place, branch);
    // The answer to an earlier attempt may have been lost.
    if (now === commit) return;
    const [what, advice] =
      now === tip
        ? [
            `GitHub does not let the branch ${branch} be changed: ${sentence(error.message)}`,
            'Rules for branches in the settings of the repository may forbid it; let them allow this job that branch.',
          ]
        : [`somebody changed the branch ${branch} at the same moment, and it stays as they left it`, 'Ask again.'];
    throw new WorkflowError(what, advice, '', { cause: error });
  }
}

/** The name that git gives to such a file. */
const blobOf = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
