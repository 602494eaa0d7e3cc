import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyBag } from '../../../src/bag/verify.js';
import { DEFAULT_LIMITS } from '../../../src/bytes/limits.js';
import { memorySource } from '../../../src/bytes/source.js';
import { openTarMember, readTar } from '../../../src/containers/tar.js';

/** The suite is run as it is; its own harness runs in `.ci/run` (test/peers/conformance.mjs). */
const suite = fileURLToPath(new URL('../../fixtures/bagit-conformance-suite/suite.tar.gz', import.meta.url));
let folder: string;
const bags = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-conformance-'));
  const tar = memorySource(gunzipSync(await readFile(suite)));
  for (const member of (await readTar(tar, DEFAULT_LIMITS)).members) {
    if (member.kind !== 'file') continue;
    const content = openTarMember(tar, member);
    await mkdir(join(folder, dirname(member.name)), { recursive: true });
    await writeFile(join(folder, member.name), await content.read(0, content.size));
    const [version, category, bag, file] = member.name.split('/');
    if (file !== undefined && version?.startsWith('v')) bags.add(`${version}/${category}/${bag}`);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const verdicts = async (category: string): Promise<[string, string][]> => {
  const found: [string, string][] = [];
  for (const bag of [...bags].filter((path) => path.split('/')[1] === category).sort())
    found.push([bag, (await verifyBag(join(folder, bag))).verdict]);
  return found;
};

describe('the conformance suite of the Library of Congress', () => {
  it('has all its valid bags accepted', async () => {
    const found = await verdicts('valid');
    expect(found.length).toBe(27);
    expect(found.filter(([, verdict]) => verdict !== 'valid')).toEqual([]);
  });

  it.each([
    ['invalid', 15],
    ['linux-only', 6],
    ['windows-only', 6],
  ])('has all its %s bags rejected', async (category, count) => {
    const found = await verdicts(category);
    expect(found.length).toBe(count);
    expect(found.filter(([, verdict]) => verdict === 'valid')).toEqual([]);
  });

  it('has accepted what it warns of, but where a file is not there', async () => {
    expect(await verdicts('warning')).toEqual([
      // Its two files differ in case only; one of them is in no checkout, whatever the file system.
      ['v0.97/warning/duplicate-file-with-different-case', 'incomplete'],
      ['v0.97/warning/made-with-md5sum-tools', 'valid'],
      ['v0.97/warning/relative-path', 'valid'],
      ['v0.97/warning/same-filename-listed-twice-with-different-normalization', 'valid'],
      ['v0.97/warning/same-filename-listed-twice-with-the-same-hash', 'valid'],
      // The suite's repository ignores .DS_Store, so that it is missing.
      ['v0.97/warning/special-system-files', 'invalid'],
    ]);
  });
});
