import { collect } from '../collect/collect.js';
import { DEFAULT_CONFIG } from '../config.js';
import { gather } from '../evidence/gather.js';
import { openTree } from '../tree/open.js';

/** What a run of the project is known to read: data that its code reads and that lies here, and the records of its environment. */
export async function citedInputs(root: string): Promise<readonly string[]> {
  const tree = await openTree(root);
  try {
    const collection = await collect(tree, DEFAULT_CONFIG);
    const { dataSources, environments } = await gather(collection, []);
    const paths = new Set([
      ...dataSources.filter(({ packed }) => packed).map(({ value }) => value),
      ...environments.map(({ path }) => path),
    ]);
    // A folder of data stands for its files.
    return collection.files
      .map(({ path }) => path)
      .filter((path) => paths.has(path) || [...paths].some((folder) => path.startsWith(`${folder}/`)));
  } finally {
    await tree.close();
  }
}
