import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import type { Digests } from '../../bytes/pass.js';
import type { BagContents } from '../verify/contents.js';
import { manifestNames, parseManifest } from '../verify/manifest.js';
import { readTagText } from '../verify/tag-text.js';

/** What all manifests of a bag say of its files, by path; only listed files have an entry. */
export async function listedDigests(contents: BagContents): Promise<Map<string, Digests>> {
  const digests = new Map<string, Digests>();
  for (const kind of ['manifest', 'tagmanifest'] as const) {
    for (const name of manifestNames(contents.files.keys(), kind)) {
      const text = (await readTagText(contents, name, 'utf-8', DEFAULT_LIMITS, [])) ?? '';
      const { hash, entries } = parseManifest(name, text, []);
      for (const [path, digest] of entries)
        digests.set(path, { ...digests.get(path), ...(hash && { [hash]: digest }) });
    }
  }
  return digests;
}
