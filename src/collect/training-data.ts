import { sizeWords } from '../bytes/size-words.js';
import { folderOf } from '../formats/file-access.js';
import type { CollectedFile, Refusal } from './collection.js';

/**
 * Keeps training data within the size that is packed. A file over it is refused; then, as long as all data together are,
 * the largest folder.
 */
export function limitTrainingData(
  files: readonly CollectedFile[],
  maxSize: number,
): { files: CollectedFile[]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  const dropped = new Set<string>();
  const data = files.filter((file) => file.role === 'training-data');
  for (const file of data) {
    if (file.size <= maxSize) continue;
    dropped.add(file.path);
    refused.push(tooLarge(file.path, file.size, maxSize));
  }
  const folders = new Map<string, CollectedFile[]>();
  for (const file of data)
    if (!dropped.has(file.path)) folders.set(folderOf(file.path), [...(folders.get(folderOf(file.path)) ?? []), file]);
  const bySize = [...folders]
    .map(([folder, list]) => ({ folder, list, size: total(list) }))
    .sort((a, b) => b.size - a.size);
  let left = total(bySize.flatMap(({ list }) => list));
  for (const { folder, list, size } of bySize) {
    if (left <= maxSize) break;
    left -= size;
    for (const file of list) dropped.add(file.path);
    refused.push(tooLarge(`${folder}/`, size, maxSize, list.length));
  }
  return { files: files.filter((file) => !dropped.has(file.path)), refused };
}

const total = (files: readonly CollectedFile[]): number => files.reduce((sum, file) => sum + file.size, 0);

const tooLarge = (path: string, size: number, maxSize: number, files = 1): Refusal => ({
  path,
  kind: 'too-large',
  reason: `${files === 1 ? '' : `${files} files of `}training data of ${sizeWords(size)}, over the limit of ${sizeWords(maxSize)}`,
  advice:
    'Publish the data in a repository for data and cite its DOI under sources: extra, or raise training-data: max-size.',
});
