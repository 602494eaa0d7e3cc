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

  it('tells no revision of data without a digest', async () => {
    const digest = (await gatherSettings(collected({ 'mlflow.db': database }))).dataSources[0]!.revision!;
    expect(digest.length).toBeGreaterThan(3);
    const without = Buffer.from(
      Buffer.from(database).toString('latin1').replaceAll(digest, ' '.repeat(digest.length)),
      'latin1',
    );
    const [source] = (await gatherSettings(collected({ 'mlflow.db': without }))).dataSources;
    expect(source).toMatchObject({ kind: 'url', value: 'https://example.org/iris.csv' });
    expect(source).not.toHaveProperty('revision');
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

  it('is a stronger witness than what a pipeline promises', async () => {
    const { source } = (await gatherSettings(collected({ 'mlflow.db': database }))).hyperparameters[0]!;
    const model = `mlruns/1/${source.slice(source.indexOf('#') + 1)}/artifacts/m.pkl`;
    const files = {
      'src/train.py': '',
      Snakefile: 'rule train:\n    output: "m.pkl"\n    script: "src/train.py"\n',
      'mlflow.db': database,
      [model]: 'x',
    };
    expect((await readLinks(collected(files))).map(({ how }) => how)).toEqual([source, 'Snakefile:1']);
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

/** A log of records as Weights & Biases writes it: parts of at most a block. */
function logOf(records: readonly Uint8Array[]): Uint8Array {
  const written = [Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0])];
  let at = 7;
  for (const record of records)
    for (let from = 0; from < record.length; ) {
      const room = 32_768 - (at % 32_768) - 7;
      if (room <= 0) {
        written.push(Buffer.alloc(room + 7));
        at += room + 7;
        continue;
      }
      const part = record.subarray(from, from + room);
      const isLast = from + part.length === record.length;
      const head = Buffer.alloc(7);
      head.writeUInt16LE(part.length, 4);
      head[6] = from === 0 ? (isLast ? 1 : 2) : isLast ? 4 : 3;
      written.push(head, Buffer.from(part));
      at += 7 + part.length;
      from += part.length;
    }
  return Buffer.concat(written);
}

/** A field of protobuf with bytes. */
function field(number: number, bytes: Uint8Array | string): Buffer {
  const content = Buffer.from(bytes as Uint8Array);
  const length: number[] = [];
  for (let left = content.length; left > 0 || length.length === 0; left = Math.floor(left / 128))
    length.push((left % 128) | (left >= 128 ? 128 : 0));
  const tag = number * 8 + 2;
  return Buffer.concat([Buffer.from(tag < 128 ? [tag] : [(tag % 128) | 128, tag >> 7]), Buffer.from(length), content]);
}

const setting = (key: string, json: string): Buffer => field(1, Buffer.concat([field(1, key), field(16, json)]));

describe('a log of Weights & Biases', () => {
  it('is read beyond a record that is too long', async () => {
    const long = field(5, setting('notes', JSON.stringify('x'.repeat(4 * 1024 * 1024 + 20_000))));
    const found = await gatherSettings(collected({ [LOG]: logOf([long, field(5, setting('seed', '3'))]) }));
    expect(found.unread).toEqual([]);
    expect(found.hyperparameters).toMatchObject([{ values: { seed: 3 } }]);
  });

  it('with more settings than anybody makes is read once', async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => setting(`k${n}`, '1'));
    const found = await gatherSettings(collected({ [LOG]: logOf([field(5, Buffer.concat(many))]) }));
    expect(Object.keys(found.hyperparameters[0]!.values)).toHaveLength(many.length);
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
