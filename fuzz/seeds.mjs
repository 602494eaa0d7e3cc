// What is damaged: every fixture of the tests by the format that it has, and samples of formats that are only identified.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Fixtures that are damaged: larger ones would be read more than they would be tried. */
const LARGEST = 96 * 1024;
const MOST_BESIDE = 64;
const MOST_PER_TARGET = 12;

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : [],
    );

/** Files of one folder in memory, by their path from there. */
function folderOf(folder) {
  const paths = filesBelow(folder);
  if (paths.length > MOST_BESIDE) return null;
  return Object.fromEntries(
    paths.filter((path) => statSync(path).size <= LARGEST).map((path) => [relative(folder, path), readFileSync(path)]),
  );
}

/** Seeds by format id: `{ entry, files }`, the entry among the files. */
export async function collectSeeds(root, { FORMATS, memoryAccess, inspectModel, cards, sampleOf }) {
  const seeds = new Map(FORMATS.map(({ id }) => [id, []]));
  const add = async (entry, files) => {
    const { format } = await inspectModel(entry, memoryAccess(files));
    const own = seeds.get(format.id);
    if (own && own.length < MOST_PER_TARGET) own.push({ entry, files });
  };
  for (const path of filesBelow(root)) {
    const { size } = statSync(path);
    if (size === 0 || size > LARGEST || /\.(?:expected\.json|md|py|R)$/.test(path)) continue;
    const folder = dirname(path);
    const files = folderOf(folder) ?? { [basename(path)]: readFileSync(path) };
    await add(basename(path), files);
    // Spark's models are entered one folder below their own.
    if (basename(folder) === 'metadata') await add(`metadata/${basename(path)}`, folderOf(dirname(folder)) ?? {});
    const bytes = readFileSync(path);
    // Damage inside of a compressed stream, which damage of the stream itself seldom reaches.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      try {
        await add(basename(path), { ...files, [basename(path)]: gunzipSync(bytes) });
      } catch {
        // A fixture that is broken on purpose.
      }
    }
  }
  for (const card of cards) {
    const sample = sampleOf(card);
    if (sample) await add(sample.name, { [sample.name]: Buffer.from(sample.bytes) });
  }
  return seeds;
}
