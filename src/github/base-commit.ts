import { openTree } from '../tree/open.js';
import { findRepository } from '../tree/repository.js';
import type { SourceTree } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';
import { openApiTree } from './api-tree.js';
import { type Api, type Host, type PullPayload, repositoryOf } from './host.js';
import type { Run } from './project.js';

/** The state that a pull request would replace, and its commit. */
export interface Base {
  tree: SourceTree;
  commit: string;
}

/**
 * Opens the base from the clone where it is in there, else through the API. What is checked out decides which commit that
 * is: the merge that GitHub made for testing has it as its first parent; the head alone is compared with where it
 * branched off. `base.sha` of the event is neither. Throws UsageError or an error of the API.
 */
export async function openBase(
  { host, directory, prefix }: Pick<Run, 'host' | 'directory' | 'prefix'>,
  api: Api,
  pull: PullPayload,
  head: string | undefined,
): Promise<Base> {
  const merge = host.env['GITHUB_SHA'];
  const isMerge = head !== undefined && head === merge && head !== pull.head.sha;
  if (isMerge) {
    const parent = await localRevision(directory, `${head}^1`);
    if (parent?.revision) return { tree: parent, commit: parent.revision.commit };
  }
  const commit = isMerge ? await firstParent({ host, api }, head) : await mergeBase({ host, api }, pull);
  const here = await localRevision(directory, commit);
  if (here) return { tree: here, commit };
  const local = await localRevision(directory, 'HEAD');
  try {
    // A clone may lie anywhere in the workspace; where there is none, the workspace is the repository.
    const repository = local && (await findRepository(directory));
    const tree = await openApiTree({ host, api }, commit, repository?.prefix ?? prefix, local);
    return { tree: closingBoth(tree, local), commit };
  } catch (error) {
    await local?.close();
    throw error;
  }
}

const closingBoth = (tree: SourceTree, local: SourceTree | null): SourceTree => ({
  ...tree,
  async close() {
    await tree.close();
    await local?.close();
  },
});

/** Null where the clone does not have it. */
async function localRevision(directory: string, revision: string): Promise<SourceTree | null> {
  try {
    return await openTree(directory, { revision });
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

async function firstParent({ host, api }: { host: Host; api: Api }, merge: string): Promise<string> {
  const { data } = await api.rest.repos.getCommit({ ...repositoryOf(host), ref: merge, per_page: 1 });
  const [parent] = data.parents;
  if (!parent) throw new UsageError(`${merge} has no parent`, 'Check out the merge commit of the pull request.');
  return parent.sha;
}

async function mergeBase({ host, api }: { host: Host; api: Api }, { base, head }: PullPayload): Promise<string> {
  const { data } = await api.rest.repos.compareCommitsWithBasehead({
    ...repositoryOf(host),
    basehead: `${base.sha}...${head.sha}`,
    per_page: 1,
  });
  return data.merge_base_commit.sha;
}
