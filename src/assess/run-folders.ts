import { oncePerText } from '../bytes/once-per.js';
import { everyFolderAbove, folderAbove } from '../formats/file-access.js';
import type { ModelSet } from './assessment.js';
import { everyState } from './sets.js';

/** Folders that trackers make inside of the folder of a run, for what they write themselves. */
const WITHIN_RUN =
  /(^|\/)(\.hydra\/|(?<=(^|\/)wandb\/[^/]+\/)files\/|(?<=(^|\/)mlruns\/[^/]+\/[^/]+\/)(params|metrics|tags)\/.*)$/;

/** The folder of the run that wrote a file: the one above it, or above the tracker's own. */
export const runFolder = oncePerText((path) => folderAbove(path).replace(WITHIN_RUN, '$1'));

/** Folders that lie above a path, the top aside. */
export const isAbove = (folder: string, path: string): boolean => folder !== '' && path.startsWith(folder);

/**
 * Whether a file of settings lies in the folder of a run that made other models: above one of them, and above nothing of
 * what is told of.
 */
export function speaksOfAnother(sets: readonly ModelSet[]): (own: readonly string[]) => (file: string) => boolean {
  const folders = everyFolderAbove(everyState(sets).map(({ native }) => native));
  return (own) => {
    const ours = everyFolderAbove(own);
    return (file) => {
      const folder = runFolder(file);
      return folders.has(folder) && !ours.has(folder);
    };
  };
}
