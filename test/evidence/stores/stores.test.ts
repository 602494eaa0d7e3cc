import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findSecret } from '../../../src/collect/secrets.js';
import { readLinks } from '../../../src/evidence/links/links.js';
import { gatherPersonal } from '../../../src/evidence/settings/personal.js';
import { gatherSettings } from '../../../src/evidence/settings/settings.js';
import { runs } from '../../thorough.js';
import { collected } from '../collected.js';

const fixture = (name: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'trackers', name));
const database = fixture('mlflow.db');
const log = fixture('run-offline.wandb');
const LOG = 'wandb/offline-run-20261126_204900-ab12cd34/run-ab12cd34.wandb';

describe('the database of MLflow', () => {
  it('tells settings, seeds, measures and data of runs that did not fail', async () => {
    const found = await gatherSettings(collected({ 'mlflow.db': database }));
    expect(found.unread).toEqual([]);
    expect(found.hyperparameters).toHaveLength(1);
    const [{ source, values }] = found.hyperparameters as [(typeof found.hyperparameters)[number]];
    expect(source).toMatch(/^mlflow\.db#[0-9a-f]{32}$/);
    expect(values).toMatchObject({ seed: 13, alpha: 0.001, p0: 0, p39: 39, note: `${'x'.repeat(299)}…` });
    expect(found.seeds).toMatchObject([{ path: 'mlflow.db', value: 13, grade: 'recorded' }]);
    expect(found.metrics.map(({ name, value }) => [name, value])).toEqual([
      ['accuracy', 0.75],
      ['loss', 0.25],
    ]);
    expect(found.dataSources).toMatchObject([{ kind: 'url', value: 'https://example.org/iris.csv' }]);
    expect(found.cost.trainingSeconds).toBeGreaterThan(0);
  });

  it('leads from the folder of a run to its program', async () => {
    const run = /#([0-9a-f]{32})/.exec(
      (await gatherSettings(collected({ 'mlflow.db': database }))).hyperparameters[0]!.source,
    )?.[1];
    const model = `mlruns/1/${run}/artifacts/model/MLmodel`;
    const links = await readLinks(collected({ 'mlflow.db': database, 'src/train.py': '', [model]: 'flavors: {}' }));
    expect(links).toMatchObject([
      { script: 'src/train.py', target: `mlruns/1/${run}/artifacts`, folder: true, how: `mlflow.db#${run}` },
    ]);
  });

  it('is left alone where it is the database of another program', async () => {
    const found = await gatherSettings(
      collected({ 'app.db': 'no database at all', 'mlflow.db': 'SQLite format 4\0'.padEnd(100, 'x') }),
    );
    expect(found.unread).toMatchObject([{ path: 'mlflow.db', reason: expect.stringContaining('SQLite format 3') }]);
  });
});

describe('the log of an offline run of Weights & Biases', () => {
  it('tells settings, seeds, measures and the machine', async () => {
    const found = await gatherSettings(collected({ [LOG]: log }));
    expect(found.unread).toEqual([]);
    expect(found.hyperparameters).toMatchObject([{ source: LOG, values: { lr: 0.01, seed: 5, 'model.depth': 4 } }]);
    expect(found.seeds).toMatchObject([{ path: LOG, value: 5, grade: 'recorded' }]);
    expect(found.metrics.map(({ name, value }) => [name, value])).toEqual([
      ['loss', 0.25],
      ['val/acc', 1],
    ]);
    expect(found.hardware.map(({ key }) => key)).toEqual(['os', 'python', 'cpu', 'cpu_count', 'memory']);
  });

  it('is read as far as it goes when the run was interrupted', async () => {
    const found = await gatherSettings(collected({ [LOG]: log.subarray(0, 41_700) }));
    expect(found.unread).toEqual([]);
    expect(found.seeds).toMatchObject([{ value: 5 }]);
  });
});

describe('people and credentials in such files', () => {
  it('are told by kind, never by value', async () => {
    const collection = collected({ 'mlflow.db': database, [LOG]: log });
    const found = await gatherPersonal(collection);
    expect(found.map(({ path, what }) => `${path.slice(0, 6)} ${what}`)).toEqual([
      'mlflow a user name',
      'mlflow a home directory',
      'mlflow a mail address',
      'wandb/ a home directory',
      'wandb/ a host name',
      'wandb/ a credential on a command line',
    ]);
    const told = JSON.stringify([await gatherSettings(collection), found]);
    expect(told).not.toMatch(/ada@example|ada\.example|abcdef123/);
    expect(findSecret(LOG, Buffer.from(log).toString('latin1'))).toBeNull();
  });
});

describe('damaged files', () => {
  it('only lack what cannot be read', async () => {
    let seed = 12_345;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < runs(150); round++) {
      for (const [path, bytes] of [
        ['mlflow.db', database],
        [LOG, log],
      ] as const) {
        const damaged = Uint8Array.from(bytes.subarray(0, round % 3 === 0 ? random(bytes.length) : bytes.length));
        for (let n = 0; n < 8 && damaged.length > 0; n++) damaged[random(damaged.length)] = random(256);
        const { unread } = await gatherSettings(collected({ [path]: damaged }));
        for (const one of unread) expect(one.reason.length).toBeGreaterThan(10);
      }
    }
  });
});
