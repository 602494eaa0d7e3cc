import { describe, expect, it } from '@jest/globals';
import { byRequests } from '../../src/github/archived-evidence.js';
import { readDocument } from '../../src/github/bag-document.js';
import type { Release } from '../../src/github/host.js';
import { previousBag } from '../../src/github/previous-release.js';
import { tarOf } from '../containers/tar-writer.js';

let id = 0;
const release = (tag: string, day: number, ...bags: string[]): Release =>
  ({
    draft: false,
    tag_name: tag,
    created_at: `2026-01-0${day}T00:00:00Z`,
    assets: bags.flatMap((name) => [name, `${name}.sha256`]).map((name) => ({ id: ++id, name, state: 'uploaded' })),
  }) as unknown as Release;

describe('the release before', () => {
  const previous = (...listed: Release[]) =>
    previousBag(listed, { tag: 'cat-v2', createdAt: '2026-01-09T00:00:00Z', project: 'cats' })?.name;

  it('is the newest with a bag of the same project, however many projects the repository has', () => {
    const old = release('cat-v1', 1, 'cats-cat-v1.zip');
    expect(previous(old)).toBe('cats-cat-v1.zip');
    expect(previous(release('all', 2, 'cats-all.tar'), old)).toBe('cats-all.tar');
    expect(previous(release('all', 2, 'cats-all.zip', 'dogs-all.zip'), old)).toBe('cats-all.zip');
    expect(previous(release('dog-v1', 2, 'dogs-dog-v1.zip'), old)).toBe('cats-cat-v1.zip');
    expect(previous(release('dog-v1', 2, 'dogs-dog-v1.zip'))).toBeUndefined();
  });

  it('is neither a draft, nor the same, nor a later one, nor one whose bag never arrived', () => {
    const [draft, broken] = [release('d', 1, 'cats-d.zip'), release('b', 2, 'cats-b.zip')];
    draft.draft = true;
    broken.assets[0]!.state = 'starter' as 'open';
    const later = { ...release('l', 3, 'cats-l.zip'), created_at: '2026-01-10T00:00:00Z' };
    expect(previous(draft, broken, later, release('cat-v2', 4, 'cats-cat-v2.zip'))).toBeUndefined();
  });
});

describe('the evidence in a tar that was released', () => {
  const read = async (files: number, length: number): Promise<{ text: string | null; requests: number }> => {
    const payload = Array.from({ length: files }, (_, i) => ({ name: `data/${i}`, data: Buffer.alloc(length) }));
    const tar = tarOf([...payload, { name: 'evidence.json', data: '{}' }]);
    let requests = 0;
    const bag = byRequests(tar.length, async (start, end) => {
      requests++;
      return tar.subarray(start, end);
    });
    return { text: await readDocument(bag, 'evidence.json', 100), requests };
  };

  it('is read in few requests', async () => {
    expect(await read(1, 1 << 20)).toEqual({ text: '{}', requests: 2 });
    const { text, requests } = await read(1_000, 10);
    expect(text).toBe('{}');
    expect(requests).toBeLessThan(20);
  });

  it('is given up where each of many files is a request', async () => {
    expect(await read(90, 1 << 17)).toMatchObject({ text: '{}' });
    await expect(read(200, 1 << 17)).rejects.toThrow('expected to read it in 100 requests, found more');
  });
});
