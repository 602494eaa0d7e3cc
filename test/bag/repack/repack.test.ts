import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { BAG_LAYOUTS } from '../../../src/bag/bag-layout.js';
import { planBag } from '../../../src/bag/plan.js';
import { RECEIVERS } from '../../../src/bag/repack/receivers.js';
import { repackBag } from '../../../src/bag/repack/repack.js';
import { openBagContents } from '../../../src/bag/verify/open-bag.js';
import { readTagText } from '../../../src/bag/verify/tag-text.js';
import { verifyBag } from '../../../src/bag/verify.js';
import { writeBag } from '../../../src/bag/write.js';
import { DEFAULT_LIMITS } from '../../../src/bytes/limits.js';
import { DOCUMENTS, IRIS_FILES, irisAudit, OPTIONS, openerOf } from '../audit-fixture.js';
import { foreignBag, zipOf } from '../foreign-bag.js';

let folder = '';
let bag = { path: '', sha256: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-'));
  const plan = planBag(irisAudit(), { ...OPTIONS, documents: DOCUMENTS });
  bag = await writeBag(plan, openerOf(IRIS_FILES), join(folder, 'iris-v1.0.0.zip'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const receiver = (wanted: string) => {
  const found = RECEIVERS.find(({ id }) => id === wanted);
  if (!found) throw new Error(`expected a receiver ${wanted}`);
  return { receiver: found };
};
const out = (name: string): { out: string } => ({ out: join(folder, name) });

async function textIn(path: string, name: string): Promise<string> {
  const contents = await openBagContents(path);
  try {
    return contents ? ((await readTagText(contents, name, 'utf-8', DEFAULT_LIMITS, [])) ?? '') : '';
  } finally {
    await contents?.close();
  }
}

describe('repacking a bag', () => {
  it.each(BAG_LAYOUTS.map(({ id }) => id))(
    'writes the layout %s, and gives the first bytes back from it',
    async (layout) => {
      const there = await repackBag(bag.path, { layout, algorithms: ['md5', 'sha512'], ...out(`there-${layout}`) });
      expect((await verifyBag(there.bag?.path ?? '')).verdict).toBe('valid');
      const back = await repackBag(there.bag?.path ?? '', { layout: 'root', algorithms: [], ...out(`back-${layout}`) });
      expect(back.bag?.sha256).toBe(bag.sha256);
    },
  );

  it('keeps the manifests that it finds, and gives the first bytes back once the first ones are asked for', async () => {
    const { algorithms } = await repackBag(bag.path, { layout: 'folder', algorithms: ['md5'], ...out('md5') });
    expect(algorithms).toEqual(['sha256', 'md5']);
    const path = join(folder, 'md5', 'iris-v1.0.0.zip');
    const same = await repackBag(path, { layout: 'root', ...out('md5-root') });
    expect(same.algorithms).toEqual(['sha256', 'md5']);
    const back = await repackBag(path, { layout: 'root', algorithms: ['sha256'], ...out('md5-back') });
    expect(back.bag?.sha256).toBe(bag.sha256);
  });

  it('gives the first bytes back from Archivematica, and keeps what other receivers had it say', async () => {
    const through = async (wanted: string): Promise<string | undefined> => {
      const there = await repackBag(bag.path, { ...receiver(wanted), ...out(`${wanted}-there`) });
      const options = { layout: 'root' as const, algorithms: ['sha256' as const], ...out(`${wanted}-back`) };
      return (await repackBag(there.bag?.path ?? '', options)).bag?.sha256;
    };
    expect(await through('archivematica')).toBe(bag.sha256);
    expect(await through('btr')).not.toBe(bag.sha256);
    expect(await textIn(join(folder, 'btr-back', 'iris-v1.0.0.zip'), 'bag-info.txt')).toContain('btr-bagit-profile');
  });

  it('tells where tensors lie in the new zip, and nothing of a place where there is none', async () => {
    const offsets = async (path: string): Promise<string[]> =>
      (await textIn(path, 'tensors.csv'))
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[7] ?? '');
    const nested = await repackBag(bag.path, { layout: 'folder', ...out('offsets') });
    const bytes = await readFile(nested.bag?.path ?? '');
    const [offset] = await offsets(nested.bag?.path ?? '');
    expect([...new Float32Array(Uint8Array.from(bytes.subarray(Number(offset), Number(offset) + 16)).buffer)]).toEqual([
      1, 2, 3, 4,
    ]);
    const tar = await repackBag(bag.path, { layout: 'tar', ...out('offsets') });
    expect(await offsets(tar.bag?.path ?? '')).toEqual(['']);
  });

  it('writes a document that its schema describes', async () => {
    const document = await repackBag(bag.path, { ...receiver('btr'), ...out('schema') });
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(JSON.parse(await readFile('schemas/verify.schema.json', 'utf8')));
    const validate = ajv.compile(JSON.parse(await readFile('schemas/repack.schema.json', 'utf8')));
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it('gives APTrust a tar with md5 and its own file, and says its profile', async () => {
    const made = await repackBag(bag.path, {
      ...receiver('aptrust'),
      ...out('aptrust'),
      name: 'example.edu.iris',
      info: new Map([
        ['Access', 'Restricted'],
        ['Source-Organization', 'Universität Köln'],
      ]),
    });
    const path = made.bag?.path ?? '';
    expect(path).toMatch(/example\.edu\.iris\.tar$/);
    expect(await textIn(path, 'aptrust-info.txt')).toMatch(
      /^Title: Iris - a small flower model, release v1\.0\.0\nDescription: .*\n( .*\n)*Access: Restricted\nStorage-Option: Standard\n$/,
    );
    const info = await textIn(path, 'bag-info.txt');
    expect(info).toContain('Source-Organization: Universitaet Koeln\n');
    expect(info.match(/Source-Organization/g)).toHaveLength(1);
    expect(info).toContain('BagIt-Profile-Identifier: https://raw.githubusercontent.com/APTrust/');
    expect(await textIn(path, 'manifest-md5.txt')).toContain('data/models/models/net.pt\n');
  });

  it('rejects what a receiver would send back, before a byte is written', async () => {
    const info = new Map([['Source-Organization', '']]);
    await expect(repackBag(bag.path, { ...receiver('btr'), ...out('none'), info })).rejects.toThrow(
      /bag-info\.txt: expected a Source-Organization .*, found none/,
    );
    const access = new Map([['Access', 'Everybody']]);
    await expect(repackBag(bag.path, { ...receiver('aptrust'), ...out('none'), info: access })).rejects.toThrow(
      /expected Access in aptrust-info\.txt to be one of Consortia, Institution, Restricted/,
    );
    const storage = new Map([['Storage-Option', 'Nowhere']]);
    await expect(repackBag(bag.path, { ...receiver('aptrust'), ...out('none'), info: storage })).rejects.toThrow(
      /expected Storage-Option in aptrust-info\.txt to be one of Standard, Glacier-OH/,
    );
  });

  it('counts what a receiver wants counted', async () => {
    await writeFile(join(folder, 'bare.zip'), zipOf(foreignBag({ bare: true })));
    const info = new Map([
      ['Source-Organization', 'X'],
      ['Bagging-Date', '2026-01-01'],
    ]);
    const made = await repackBag(join(folder, 'bare.zip'), { ...receiver('btr'), ...out('bare'), info });
    expect(await textIn(made.bag?.path ?? '', 'bag-info.txt')).toContain('Payload-Oxum: 6.2\n');
  });

  it('writes nothing for a bag that is not valid', async () => {
    const bytes = await readFile(bag.path);
    bytes[bytes.indexOf('import torch')] = 0x49;
    await writeFile(join(folder, 'broken.zip'), bytes);
    const document = await repackBag(join(folder, 'broken.zip'), { layout: 'tar', ...out('broken') });
    expect(document).toMatchObject({ bag: null, verified: false });
    expect(document.problems.length).toBeGreaterThan(0);
  });

  it('takes bags of others, in their encoding and with their fields', async () => {
    await writeFile(join(folder, 'foreign.zip'), zipOf(foreignBag()));
    const document = await repackBag(join(folder, 'foreign.zip'), { layout: 'directory', ...out('foreign') });
    expect(document.verified).toBe(true);
    expect((await verifyBag(document.bag?.path ?? '')).problems).toEqual([]);
  });
});
