import { describe, expect, it } from '@jest/globals';
import { checkProfile } from '../../../src/bag/profile/check-profile.js';
import { type BagItProfile, MODEL_ARCHIVE, parseProfile } from '../../../src/bag/profile/profile.js';
import type { ProfileSubject } from '../../../src/bag/profile/subject.js';

const profile = (rules: Partial<BagItProfile>): BagItProfile => ({
  'BagIt-Profile-Info': { 'BagIt-Profile-Identifier': 'https://example.org/profile.json' },
  ...rules,
});
const subject = (more: Partial<ProfileSubject> = {}): ProfileSubject => ({
  version: '1.0',
  serialization: 'zip',
  info: [['Bagging-Date', '2026-01-01']],
  tagFiles: ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'notes/a.txt'],
  ...more,
});
const told = (rules: Partial<BagItProfile>, more: Partial<ProfileSubject> = {}): string[] =>
  checkProfile(subject(more), profile(rules)).map(
    ({ file, expected, found }) => `${file}: ${expected.replace(' (https://example.org/profile.json)', '')} / ${found}`,
  );

describe('BagIt profile', () => {
  it('wants fields, with their values, once', () => {
    expect(told({ 'Bag-Info': { 'bagging-date': { required: true } } })).toEqual([]);
    expect(told({ 'Bag-Info': { 'Bag-Size': { required: true }, Other: { required: false } } })).toEqual([
      'bag-info.txt: a Bag-Size / none',
    ]);
    expect(told({ 'Bag-Info': { 'Bagging-Date': { values: ['today', 'never'] } } })).toEqual([
      'bag-info.txt: Bagging-Date to be one of today, never / 2026-01-01',
    ]);
    const twice: ProfileSubject['info'] = [
      ['A', '1'],
      ['a', '2'],
    ];
    expect(told({ 'Bag-Info': { A: { repeatable: false } } }, { info: twice })).toEqual(['bag-info.txt: one A / 2']);
  });

  it('wants manifests, and no others than allowed', () => {
    expect(told({ 'Manifests-Required': ['md5'], 'Tag-Manifests-Required': ['sha256'] })).toEqual([
      'manifest-md5.txt: this manifest / none',
    ]);
    expect(told({ 'Manifests-Allowed': ['md5'] })).toEqual(['manifest-sha256.txt: manifests of md5 alone / sha256']);
  });

  it('wants tag files, and no others than allowed', () => {
    expect(told({ 'Tag-Files-Required': ['x.txt'], 'Tag-Files-Allowed': ['notes/*'] })).toEqual([
      'x.txt: this tag file / none',
    ]);
    expect(told({ 'Tag-Files-Allowed': ['*.md', 'n*s/b*'] })).toEqual([
      'notes/a.txt: tag files like *.md, n*s/b* / another one',
    ]);
    expect(told({ 'Tag-Files-Allowed': ['n*/*.txt'] })).toEqual([]);
  });

  it('wants a form, a version, and fetch.txt or none', () => {
    expect(told({ Serialization: 'required' }, { serialization: null })).toEqual([': a bag in one file / a folder']);
    expect(told({ Serialization: 'forbidden' })).toEqual([': a folder / a zip']);
    expect(told({ 'Accept-Serialization': ['application/tar'] })).toEqual([': application/tar / application/zip']);
    expect(told({ 'Accept-Serialization': ['application/x-tar'] }, { serialization: 'tar' })).toEqual([]);
    expect(told({ 'Accept-BagIt-Version': ['0.97'] })).toEqual(['bagit.txt: BagIt 0.97 / 1.0']);
    expect(told({ 'Allow-Fetch.txt': false }, { tagFiles: ['fetch.txt'] })).toEqual(['fetch.txt: no such file / one']);
    expect(told({ 'Fetch.txt-Required': true })).toEqual(['fetch.txt: this file / none']);
  });

  it('is read from JSON of anybody', () => {
    expect(parseProfile(JSON.stringify(MODEL_ARCHIVE), 'p.json')).toEqual(MODEL_ARCHIVE);
    for (const [text, message] of [
      ['{', /expected JSON in p.json/],
      ['null', /expected a BagIt-Profile-Identifier/],
      ['{"BagIt-Profile-Info":{"BagIt-Profile-Identifier":"x"},"Manifests-Required":"md5"}', /a list of texts/],
      ['{"BagIt-Profile-Info":{"BagIt-Profile-Identifier":"x"},"Bag-Info":{"A":1}}', /rules for fields/],
    ] as const)
      expect(() => parseProfile(text, 'p.json')).toThrow(message);
  });
});
