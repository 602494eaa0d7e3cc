import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCitation } from '../../../src/evidence/documents/citation.js';

const GOOD = `cff-version: 1.2.0
message: Please cite it as below.
title: A model
authors:
  - family-names: Curie
    given-names: Marie
    orcid: https://orcid.org/0000-0002-1825-0097
    affiliation: Sorbonne
  - name: The Institute
`;
const problems = async (text: string) => (await parseCitation(text, 'CITATION.cff')).problems;

describe('CITATION.cff', () => {
  it('reads what is to be cited in its place, and what it cites', async () => {
    const works = `${GOOD}preferred-citation:
  type: article
  title: The paper
  authors: [{name: X}]
  identifiers: [{type: doi, value: 10.1000/paper}]
references:
  - {type: website, title: A page, authors: [{name: X}], url: https://example.org/page}
`;
    expect((await parseCitation(works, 'CITATION.cff')).references).toEqual([
      { title: 'The paper', doi: '10.1000/paper', preferred: true },
      { title: 'A page', url: 'https://example.org/page' },
    ]);
  });

  it('reads what describes a release', async () => {
    const rest =
      'version: 1.10\ndate-released: 2024-01-31\ndoi: 10.5281/zenodo.1234567\nlicense: [MIT, Apache-2.0]\nkeywords: [iris]\nabstract: Short.\n';
    expect(await parseCitation(GOOD + rest, 'CITATION.cff')).toEqual({
      path: 'CITATION.cff',
      valid: true,
      problems: [],
      title: 'A model',
      abstract: 'Short.',
      version: '1.10',
      dateReleased: '2024-01-31',
      doi: '10.5281/zenodo.1234567',
      license: 'MIT OR Apache-2.0',
      keywords: ['iris'],
      authors: [
        {
          givenNames: 'Marie',
          familyNames: 'Curie',
          orcid: 'https://orcid.org/0000-0002-1825-0097',
          affiliation: 'Sorbonne',
        },
        { name: 'The Institute' },
      ],
    });
  });

  it('takes the DOI from the identifiers too', async () => {
    const text = `${GOOD}identifiers:\n  - type: doi\n    value: 10.5281/zenodo.7\n`;
    expect(await parseCitation(text, 'CITATION.cff')).toMatchObject({ valid: true, doi: '10.5281/zenodo.7' });
  });

  it.each<[string, string, number, RegExp]>([
    [
      'a missing key',
      GOOD.replace('message: Please cite it as below.\n', ''),
      1,
      /expected the key "message", found none/,
    ],
    ['an unknown key', `${GOOD}howpublished: web\n`, 10, /found "howpublished"/],
    [
      'a text where a map is demanded',
      `${GOOD}preferred-citation:\n  type: software\n  title: T\n  authors: [{name: X}]\n  publisher: GitHub\n`,
      14,
      /publisher: expected a map, found "GitHub"/,
    ],
    [
      'a license that SPDX does not know',
      `${GOOD}license: MIT License\n`,
      10,
      /license: expected .* found "MIT License"/,
    ],
    ['a date that is none', `${GOOD}date-released: 2024-02-31\n`, 10, /date-released: expected .* found "2024-02-31"/],
    [
      'a bare ORCID',
      GOOD.replace('https://orcid.org/', ''),
      7,
      /orcid: expected .*orcid\.org.* found "0000-0002-1825-0097"/,
    ],
    ['a person with an unknown key', GOOD.replace('affiliation', 'university'), 8, /authors\[0\]: .*"university"/],
    [
      'an old version of the format',
      GOOD.replace('1.2.0', '1.1.0'),
      1,
      /cff-version: expected .*1\.2\.0.* found "1.1.0"/,
    ],
    ['broken YAML', GOOD.replace('title: A', 'title: "A'), 3, /./],
  ])('reports %s with its line, once', async (_, text, line, message) => {
    const found = await problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]!.message).toMatch(message);
    expect(found[0]!.line).toBeGreaterThanOrEqual(line);
    if (!/YAML/.test(_)) expect(found[0]!.line).toBe(line);
  });

  it('is invalid for every text without the required keys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
        const found = await parseCitation(text, 'CITATION.cff');
        expect(found.valid).toBe(false);
        expect(found.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});
