import { findModels } from '../formats/find-models.js';
import { ARCHIVE_ENDING } from '../tree/archive-listing.js';
import { diskAccess } from '../tree/disk-access.js';
import { openTree, type TreeOptions } from '../tree/open.js';
import type { SourceTree } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';

/** Opens what a person names as a repository. Many models are zips inside, and would be read as if they were one. */
export async function openTarget(target: string, options: TreeOptions): Promise<SourceTree> {
  const files = diskAccess();
  if (!ARCHIVE_ENDING.test(target) && (await files.kind(target)) === 'file') {
    const [model] = await findModels([target], files);
    if (model)
      throw new UsageError(
        `${target} is one model (${model.format.name}), not a repository`,
        `Look into it with: modelbag inspect ${target}`,
      );
  }
  return openTree(target, options);
}
