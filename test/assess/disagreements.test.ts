import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { GOOD_EVIDENCE, input } from './make.js';

const findings = (rule: string, part: Partial<Evidence>): string[] =>
  assess(input({ evidence: { ...GOOD_EVIDENCE, ...part } }))
    .findings.filter((finding) => finding.rule === rule)
    .map(({ kind, message }) => `${kind}: ${message}`);

describe('witnesses that disagree', () => {
  const citation = {
    path: 'CITATION.cff',
    valid: true,
    problems: [],
    title: 'Iris',
    version: '1.2.0',
    authors: [{ familyNames: 'Lovelace', givenNames: 'Ada' }, { familyNames: 'Hopper' }],
  };
  const zenodo = {
    path: '.zenodo.json',
    valid: true,
    title: 'Iris',
    version: 'v1.2.0',
    creators: [{ name: 'Lovelace, Ada' }, { name: 'Grace Hopper' }],
  };
  const documents = (one: object) => ({
    documents: { ...GOOD_EVIDENCE.documents, citation, zenodo: { ...zenodo, ...one } },
  });

  it('are .zenodo.json and CITATION.cff with other people, titles or versions', () => {
    expect(findings('deposit-disagrees', documents({}))).toEqual([]);
    expect(findings('deposit-disagrees', documents({ version: '1.0', creators: [{ name: 'Lovelace, Ada' }] }))).toEqual(
      [
        'deposit-disagrees: It differs from `CITATION.cff`: version `1.0` against `1.2.0`; only there `hopper`. Zenodo takes this file and ignores the other.',
      ],
    );
    expect(findings('deposit-disagrees', documents({ valid: false }))[0]).toMatch(/^deposit-invalid: /);
  });

  it('are two files of one project that pin different versions', () => {
    const torch = (version: string, where: string) => ({ package: 'torch', version, exact: 'yes' as const, where });
    expect(
      findings('framework-mismatch', { framework: [torch('2.1.0', 'uv.lock:3'), torch('1.9.0', 'docker/req.txt:2')] }),
    ).toEqual([
      'two-versions: `torch 2.1.0` here, but `1.9.0` in `docker/req.txt:2`: nobody can tell which of the two made the model.',
    ]);
    const apart = [torch('2.1.0', 'a/uv.lock:3'), torch('1.9.0', 'b/uv.lock:3')];
    expect(findings('framework-mismatch', { framework: apart })).toEqual([]);
  });
});
