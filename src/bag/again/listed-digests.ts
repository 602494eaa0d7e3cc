import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import type { Digests } from '../../bytes/pass.js';
import type { BagContents } from '../verify/contents.js';
import { listing, manifestNames, parseManifest } from '../verify/manifest.js';
import { readDeclaration, readTagText } from '../verify/tag-text.js';

/** What all manifests of a bag say of its files, by path; only listed files have an entry. */
export async function listedDigests(contents: BagContents): Promise<Map<string, Digests>> {
  const digests = new Map<string, Digests>();
  const { encoding, version } = await readDeclaration(contents);
  const reading = listing(version, contents.files.keys());
  for (const kind of ['manifest', 'tagmanifest'] as const) {
    for (const name of manifestNames(contents.files.keys(), kind)) {
      const text = (await readTagText(contents, name, encoding, DEFAULT_LIMITS, [])) ?? '';
      const { hash, entries } = parseManifest(name, text, [], reading);
      for (const [path, digest] of entries)
        digests.set(path, { ...digests.get(path), ...(hash && { [hash]: digest }) });
    }
  }
  return digests;
}
