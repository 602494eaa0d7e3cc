import type { Algorithm } from '../../bytes/digest-threads.js';
import { byBytes } from '../../bytes/order.js';
import type { Digests } from '../../bytes/pass.js';
import { UsageError } from '../../usage-error.js';
import { type BagLayout, layoutOf } from '../bag-layout.js';
import { assemble, type BagPlan, textMember } from '../bag-plan.js';
import { DECLARATION } from '../bagit.js';
import type { BagMember } from '../member.js';
import type { OpenCollected } from '../read-checked.js';
import { PARTS_PATH } from '../split/parts-document.js';
import type { BagContents, BagFile } from '../verify/contents.js';
import { type Edits, editedTexts } from './edited-texts.js';
import { listedDigests } from './listed-digests.js';
import { shiftedTensors } from './shifted-tensors.js';
import { timeOf } from './time-of.js';

/** How a verified bag is to be written again. */
export interface AgainOptions extends Edits {
  /** Of the bag: its file's name without extension, and its top folder. */
  name: string;
  layout: BagLayout['id'];
  /** Of the manifests, sha256 among them. */
  algorithms: readonly Algorithm[];
  /** Files that the bag lacked, by path in the bag. */
  added?: ReadonlyMap<string, BagFile>;
  /** Names of files that may lie in the bag's folder and are none of it: left out where no manifest lists them. */
  without?: ReadonlySet<string>;
}

/** Manifests are made anew, and what says that files are missing has no place in a whole bag. */
const LEFT_BEHIND = /^(?:tag)?manifest-[A-Za-z0-9_-]+\.txt$|^fetch\.txt$/;

/**
 * Plans a bag of the files of another one, which must be verified: the same payload and tag files, new manifests, offsets of tensors
 * for the new place. Reads every file once for digests. The same files and options give the same plan, wherever they come from.
 */
export async function planAgain(
  contents: BagContents,
  options: AgainOptions,
): Promise<{ plan: BagPlan; open: OpenCollected }> {
  const { name, layout, algorithms, added = new Map<string, BagFile>(), without = new Set() } = options;
  const files = new Map([...contents.files, ...added]);
  const texts = await editedTexts(contents, options);
  const listed = await listedDigests(contents);
  const payload: BagMember[] = [];
  const tags: BagMember[] = [textMember('bagit.txt', DECLARATION, algorithms)];
  for (const [path, text] of texts) if (text !== null) tags.push(textMember(path, text, algorithms));
  for (const [path, file] of [...files].sort(([a], [b]) => byBytes(a, b))) {
    if (path.startsWith('data/')) payload.push(await memberOf(path, file, algorithms, listed.get(path)));
    else if (!isMadeAnew(path) && !texts.has(path) && (listed.has(path) || !without.has(path)))
      tags.push(await memberOf(path, file, algorithms, listed.get(path)));
  }
  const plan = assemble({
    name,
    time: await timeOf(contents),
    layout: layoutOf(layout).id,
    algorithms,
    payload,
    tags,
    tensors: await shiftedTensors(contents),
    apart: [],
    renamed: [],
    leftOut: [],
  });
  return { plan, open: opener(files) };
}

const isMadeAnew = (path: string): boolean =>
  LEFT_BEHIND.test(path) || [PARTS_PATH, 'bagit.txt', 'tensors.csv'].includes(path);

/** Digests a file, and holds it to what the bag's own manifests say of it. */
async function memberOf(
  path: string,
  file: BagFile,
  algorithms: readonly Algorithm[],
  listed: Digests = {},
): Promise<BagMember> {
  const asked = [...new Set([...algorithms, ...(Object.keys(listed) as Algorithm[])])];
  const { digests } = await file.pass({ algorithms: asked });
  for (const algorithm of asked) {
    const [expected, found] = [listed[algorithm], digests[algorithm]];
    if (expected !== undefined && found !== expected)
      throw new UsageError(
        `expected ${algorithm} ${expected} of ${JSON.stringify(path)}, found ${found}`,
        'Its parts are not those of this bag, or it changed while it was read: get them again.',
      );
  }
  const { sha256 = '' } = digests;
  const others = Object.fromEntries(
    algorithms.filter((algorithm) => algorithm !== 'sha256').map((algorithm) => [algorithm, digests[algorithm]]),
  ) as Digests;
  return { path, size: file.size, sha256, others, content: { from: 'tree', path } };
}

const opener =
  (files: ReadonlyMap<string, BagFile>): OpenCollected =>
  async (path) => {
    const source = await files.get(path)?.open();
    if (!source) throw new Error(`expected ${JSON.stringify(path)} in the bag, found none`);
    return { ...source, close: async () => {} };
  };
