import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assess } from '../../src/assess/assess.js';
import { assessModel } from '../../src/assess/model.js';
import { canonicalJson } from '../../src/report/json.js';
import { GOOD_EVIDENCE, goodModels, input, inspection } from '../assess/make.js';

const NAMES = ['inspect', 'evidence', 'check', 'pack', 'verify', 'events'] as const;
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
for (const name of NAMES) ajv.addSchema(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')));

/** Errors of a document as it is written, not as it is held. */
function errors(name: (typeof NAMES)[number], value: unknown): string[] {
  const validate = ajv.getSchema(`${name}.schema.json`)!;
  validate(JSON.parse(canonicalJson(value)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const everything = [
  ...goodModels(),
  inspection('evil.pkl', {
    format: 'pickle',
    loading: 'code',
    globals: ['os.system'],
    facts: [{ key: 'nan', value: Number.NaN, where: '' }],
  }),
  inspection('ptr.pt', {
    format: 'git-lfs-pointer',
    observations: [{ kind: 'unread', code: 'lfs-pointer', message: 'x', member: 'm', offset: 3 }],
  }),
];
const check = assess(
  input({
    inspections: everything,
    evidence: GOOD_EVIDENCE,
    files: [{ path: 'a', role: 'model', size: 1, sha256: '' }],
    refused: [{ path: 'x', kind: 'secret', reason: 'r', advice: 'a' }],
  }),
);

describe('schemas', () => {
  it('are draft 2020-12, named like their files', () => {
    for (const name of NAMES) {
      const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Record<string, unknown>;
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `${name}.schema.json`,
        title: `modelbag/${name}/1`,
      });
    }
  });

  it('accept what inspect, check and pack write', () => {
    expect(
      errors('inspect', {
        schema: 'modelbag/inspect/1',
        models: everything
          .map((i) => assessModel(i, { tensors: true }))
          .map((m) => ({ ...m, tensors: m.tensors?.map(({ sha256: _, ...t }) => t) })),
      }),
    ).toEqual([]);
    expect(errors('check', check)).toEqual([]);
    expect(errors('evidence', GOOD_EVIDENCE)).toEqual([]);
    expect(
      errors('pack', {
        schema: 'modelbag/pack/1',
        bag: null,
        parts: [],
        report: null,
        events: null,
        verified: false,
        check,
      }),
    ).toEqual([]);
    expect(
      errors('verify', [
        {
          schema: 'modelbag/verify/1',
          bag: 'b.zip',
          verdict: 'valid',
          problems: [],
          crate: { valid: null, problems: [] },
          models: { unchanged: 0, changed: [] },
        },
      ]),
    ).toEqual([]);
  });

  it('reject safe with a status other than complete', () => {
    const model = assessModel(goodModels()[0]!);
    const lying = { ...model, safety: { ...model.safety, status: 'inconclusive', verdict: 'safe' } };
    expect(errors('inspect', { schema: 'modelbag/inspect/1', models: [lying] })).not.toEqual([]);
  });

  it('reject missing and unknown keys', () => {
    const { summary: _, ...less } = check;
    expect(errors('check', less)).toEqual([" must have required property 'summary'"]);
    expect(errors('check', { ...check, sumary: '' })).toEqual([' must NOT have additional properties']);
  });
});
