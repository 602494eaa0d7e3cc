import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { inspectR } from '../../src/formats/r-contents.js';

const embedded = async (name: string): Promise<unknown> => {
  const bytes = gunzipSync(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'r', name)));
  const { facts } = await inspectR(memorySource(bytes), DEFAULT_LIMITS);
  return facts.find(({ key }) => key === 'embedded_data')?.value;
};

describe('data that R objects carry', () => {
  it('is found in the environment that a formula captured', async () => {
    expect(await embedded('r4-lm-captured-frame.rds')).toMatchObject([{ path: 'environment$d', rows: 14 }]);
  });

  it('is a table that was saved with a model', async () => {
    expect(await embedded('r4-workspace-with-data.RData')).toMatchObject([{ path: 'd', rows: 14 }]);
  });
});
