import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatherDocuments } from '../../../src/evidence/documents/documents.js';
import { licenseInComments, licenseInReadme } from '../../../src/evidence/documents/license-mentions.js';
import { spdxOfField, spdxOfSentence } from '../../../src/evidence/documents/license-name.js';
import { spdxOfText } from '../../../src/evidence/documents/license-text.js';
import { collected } from '../collected.js';

const MIT =
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal\nin the Software without restriction, including … The above copyright notice and this\npermission notice shall be included in all copies or substantial portions of the Software.';
const BSD =
  'Redistributions of source code must retain the above copyright notice. Redistributions in binary form must reproduce the above.';
const apache = readFileSync(new URL('../../../LICENSE', import.meta.url), 'utf8');
const licenseOf = async (files: Record<string, string>) => (await gatherDocuments(collected(files))).license;

describe('license texts', () => {
  it.each([
    ['MIT', MIT],
    ['MIT', `The MIT License (MIT)\r\n\r\n${MIT.toUpperCase()}`],
    ['Apache-2.0', apache],
    ['BSD-2-Clause', BSD],
    [
      'BSD-3-Clause',
      `${BSD} Neither the name … may be used to endorse or promote products derived from this software.`,
    ],
    ['GPL-3.0', 'GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007 … GNU Affero General Public License …'],
    [
      'LGPL-3.0',
      'GNU LESSER GENERAL PUBLIC LICENSE Version 3, 29 June 2007. This version of the GNU Lesser General Public License incorporates the terms … of the GNU General Public License',
    ],
    ['AGPL-3.0', 'GNU AFFERO GENERAL PUBLIC LICENSE Version 3, 19 November 2007 … GNU General Public License'],
    ['CC-BY-4.0', 'Creative Commons Attribution 4.0 International Public License'],
    ['CC-BY-NC-SA-4.0', 'Attribution-NonCommercial-ShareAlike 4.0 International'],
    ['CC0-1.0', 'CC0 1.0 Universal'],
    ['Unlicense', 'This is free and unencumbered software released into the public domain.'],
    ['LicenseRef-Llama-3.1-Community', 'LLAMA 3.1 COMMUNITY LICENSE AGREEMENT'],
    ['LicenseRef-CreativeML-OpenRAIL-M', 'CreativeML Open RAIL-M\ndated August 22, 2022'],
    [null, 'All of this is mine.'],
  ])('recognizes %s', (spdx, text) => {
    expect(spdxOfText(text)).toBe(spdx);
  });

  it('takes the license that comes first where others are included', () => {
    expect(spdxOfText(`${MIT}\n\nParts of this are under:\n${BSD}`)).toBe('MIT');
  });

  it('finds nothing in texts of chance', () => {
    fc.assert(fc.property(fc.lorem({ maxCount: 100 }), (text) => expect(spdxOfText(text)).toBeNull()));
  });
});

describe('license names', () => {
  it.each([
    ['MIT', 'MIT'],
    ['apache-2.0', 'Apache-2.0'],
    ['Apache License, Version 2.0', 'Apache-2.0'],
    ['MIT + file LICENSE', 'MIT'],
    ['GPL (>= 2)', 'GPL-2.0-or-later'],
    ['GPL-3', 'GPL-3.0'],
    ['MIT OR Apache-2.0', 'MIT OR Apache-2.0'],
    ['CC BY-NC-SA 4.0', 'CC-BY-NC-SA-4.0'],
    ['openrail', 'LicenseRef-OpenRAIL'],
    ['see the web site', null],
  ])('reads the field %s', (field, spdx) => {
    expect(spdxOfField(field)).toBe(spdx);
  });

  it('does not take a school for a license', () => {
    expect(spdxOfSentence('We thank the MIT CSAIL group.')).toBeNull();
    expect(spdxOfSentence('It comes under the MIT license.')).toBe('MIT');
  });
});

describe('license of a repository', () => {
  it('prefers the file, then the citation, package metadata, README and comments', async () => {
    const cff = 'cff-version: 1.2.0\nmessage: x\ntitle: x\nauthors: [{name: x}]\nlicense: BSD-3-Clause\n';
    const all = {
      LICENSE: MIT,
      'CITATION.cff': cff,
      'pyproject.toml': '[project]\nlicense = "ISC"\n',
      'README.md': '# X\n## License\nGPLv3\n',
      'a.py': '# License: MPL-2.0\n',
    };
    const { LICENSE: _file, ...withoutFile } = all;
    const { 'CITATION.cff': _citation, ...withoutCitation } = withoutFile;
    const { 'pyproject.toml': _package, ...withoutPackage } = withoutCitation;
    const { 'README.md': _readme, ...scriptOnly } = withoutPackage;
    expect(await licenseOf(all)).toEqual({ path: 'LICENSE', spdx: 'MIT', where: 'file' });
    expect(await licenseOf(withoutFile)).toEqual({ path: 'CITATION.cff', spdx: 'BSD-3-Clause', where: 'citation' });
    expect(await licenseOf(withoutCitation)).toEqual({ path: 'pyproject.toml', spdx: 'ISC', where: 'package' });
    expect(await licenseOf(withoutPackage)).toEqual({ path: 'README.md', line: 2, spdx: 'GPL-3.0', where: 'readme' });
    expect(await licenseOf(scriptOnly)).toEqual({ path: 'a.py', line: 1, spdx: 'MPL-2.0', where: 'comment' });
  });

  it('reports a license file that it does not know as such', async () => {
    expect(await licenseOf({ 'LICENSE.txt': 'Ask me.', 'setup.py': "setup(license='MIT')" })).toEqual({
      path: 'LICENSE.txt',
      spdx: null,
      where: 'file',
    });
  });

  it("reads R's stub by DESCRIPTION, and or-later from metadata", async () => {
    expect(
      await licenseOf({
        LICENSE: 'YEAR: 2024\nCOPYRIGHT HOLDER: X\n',
        DESCRIPTION: 'Package: x\nLicense: MIT + file LICENSE\n',
      }),
    ).toMatchObject({ path: 'LICENSE', spdx: 'MIT' });
    expect(
      await licenseOf({
        COPYING: 'GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007',
        'setup.cfg': '[metadata]\nlicense = GPLv3+\n',
      }),
    ).toMatchObject({ spdx: 'GPL-3.0-or-later' });
  });

  it('offers the choice of two files', async () => {
    expect(await licenseOf({ 'LICENSE-MIT': MIT, 'LICENSE-APACHE': apache })).toMatchObject({
      spdx: 'Apache-2.0 OR MIT',
    });
  });

  it('ignores licenses of parts, of data and of a single copied file', async () => {
    expect(
      await licenseOf({
        'third_party/LICENSE': MIT,
        'README.md': '## Data\nThe dataset is licensed under CC BY 4.0.\n',
      }),
    ).toBeNull();
    expect(
      await licenseOf({ 'a.py': 'x = 1\n', 'b.py': 'x = 1\n', 'vendored.py': '# SPDX-License-Identifier: MIT\n' }),
    ).toBeNull();
  });

  it('reads a section, an underlined heading and a sentence about the project', () => {
    expect(licenseInReadme('# A\n\n## 📝 License\n\nDistributed under the Apache License 2.0.\n')).toEqual({
      spdx: 'Apache-2.0',
      line: 3,
    });
    expect(licenseInReadme('A\n=\n\nLicense\n-------\n\nBSD 3-Clause\n')).toEqual({ spdx: 'BSD-3-Clause', line: 4 });
    expect(licenseInReadme('This project is licensed under the terms of the MIT license.')).toEqual({
      spdx: 'MIT',
      line: 1,
    });
    expect(licenseInReadme('# How to license\nMIT is a school.')).toBeUndefined();
  });

  it('reads the head of R and Python scripts', () => {
    expect(licenseInComments('#### Preamble ####\n# License: MIT\n')).toEqual({ spdx: 'MIT', line: 2 });
    expect(licenseInComments('"""Train."""\n# SPDX-License-Identifier: Apache-2.0 OR MIT\n')).toEqual({
      spdx: 'Apache-2.0 OR MIT',
      line: 2,
    });
    expect(licenseInComments('print("License: unknown")\n')).toBeUndefined();
  });
});
