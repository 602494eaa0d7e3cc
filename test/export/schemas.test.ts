import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EXPORTERS } from '../../src/export/registry.js';
import { canonicalJson } from '../../src/report/json.js';
import { exported, fixture } from './in-memory.js';

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true });
const isProof = ajv.compile(schema('proof'));
const isExport = ajv.compile(schema('export'));

describe('documents of exports', () => {
  it('are what their schemas say, whatever the model', async () => {
    const all = EXPORTERS.map(({ id }) => id);
    for (const path of ['r-models/lm_inter.rds', 'r-models/rpart_class.rds', 'estimators/forest.joblib.gz']) {
      const { document } = await exported(path.slice(path.indexOf('/') + 1), fixture(path), all);
      isExport(JSON.parse(canonicalJson(document)));
      expect(isExport.errors).toBeNull();
      expect(document.exports.length).toBeGreaterThan(0);
      for (const { proof } of document.exports) {
        isProof(JSON.parse(canonicalJson(proof)));
        expect(isProof.errors).toBeNull();
      }
    }
  });
});
