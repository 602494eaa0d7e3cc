import { certain, emptyContents, type Format, NO } from './format.js';
import { latin1Head } from './head-text.js';

/** Longest pointer that Git LFS itself accepts. */
const MAX_POINTER = 1024;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*$/;

/** The three lines that stand for a file kept outside of git. */
export const gitLfsPointer: Format = {
  id: 'git-lfs-pointer',
  name: 'Git LFS pointer',
  extensions: [],
  family: 'other',
  container: 'text',
  signature: '"version https://git-lfs.github.com/spec/v1" at 0',
  facts: {
    disclosure: 'documented',
    steward: 'Git LFS project (GitHub)',
    specification: 'https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md',
    encoding: 'text',
    holds: 'nothing',
    independent: true,
    worstLoading: 'data-only',
    isModel: false,
  },

  recognize: ({ head, size }) =>
    size < MAX_POINTER && POINTER.test(latin1Head(head)) ? certain('Git LFS pointer, version 1') : NO,

  async inspect({ source }) {
    const text = Buffer.from(await source.read(0, source.size)).toString('latin1');
    const value = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(text)?.[1];
    const contents = emptyContents('data-only');
    const oid = value('oid');
    const size = value('size');
    if (oid !== undefined) contents.facts.push({ key: 'oid', value: oid.replace(/^sha256:/, ''), where: 'oid' });
    if (size !== undefined) contents.facts.push({ key: 'size', value: Number(size), where: 'size' });
    contents.observations.push({
      kind: 'unread',
      code: 'lfs-pointer',
      message: `expected a model, found a Git LFS pointer to ${size ?? 'an unknown number of'} bytes`,
    });
    return contents;
  },
};
