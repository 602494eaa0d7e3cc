import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exportModel } from '../../src/export/export-model.js';
import type { Exporter } from '../../src/export/exporter.js';
import { NotExportable } from '../../src/export/not-exportable.js';
import { EXPORTERS } from '../../src/export/registry.js';
import { byteLengthOf } from '../../src/formats/dtypes.js';
import { SAFETENSORS_DTYPES } from '../../src/formats/safetensors.js';
import { memoryAccess } from '../formats/memory-access.js';
import { exported, fixture } from './in-memory.js';
import { pickled } from './pickled.js';

const example = (path: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)));

/** A safetensors file of one tensor for each of the given ones. */
function safetensors(tensors: { name: string; dtype: string; shape: number[]; bytes: Uint8Array }[]): Buffer {
  let at = 0;
  const members = tensors.map(({ name, dtype, shape, bytes }) => {
    const place = [at, at + bytes.length];
    at += bytes.length;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: place })}`;
  });
  const text = Buffer.from(`{${members.join(',')}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...tensors.map(({ bytes }) => bytes)]);
}

const WHOLE_BYTES = Object.entries(SAFETENSORS_DTYPES).filter(([name]) => !/^F[46]/.test(name));
const anyTensors = fc.uniqueArray(
  fc
    .record({
      name: fc.string({ unit: 'grapheme', maxLength: 12 }).filter((name) => name !== '__metadata__'),
      dtype: fc.constantFrom(...WHOLE_BYTES),
      shape: fc.array(fc.nat(3), { maxLength: 3 }),
    })
    .chain(({ name, dtype: [dtype, ours], shape }) => {
      const length = byteLengthOf(
        ours,
        shape.reduce((product, size) => product * size, 1),
      )!;
      const byte = ours === 'bool' ? fc.nat(1) : fc.nat(255);
      return fc
        .array(byte, { minLength: length, maxLength: length })
        .map((bytes) => ({ name, dtype, shape, bytes: Uint8Array.from(bytes) }));
    }),
  { selector: ({ name }) => name, maxLength: 6 },
);

describe('exporting a model', () => {
  it('proves every copy equal, whatever the bits', async () => {
    await fc.assert(
      fc.asyncProperty(anyTensors, async (tensors) => {
        const { document } = await exported(
          'm.safetensors',
          safetensors(tensors),
          EXPORTERS.map(({ id }) => id),
        );
        for (const { to, proof, leftOut } of document.exports) {
          expect({ to, verdict: proof.verdict, remarks: proof.remarks }).toEqual({ to, verdict: 'equal' });
          expect(proof.compared + leftOut.length).toBe(tensors.length);
        }
        expect(document.exports.length + document.notPossible.length).toBe(EXPORTERS.length);
      }),
      { numRuns: 20 },
    );
  });

  it('writes the same bytes every time', async () => {
    const to = ['safetensors', 'npz', 'json', 'csv'];
    const [one, other] = [
      await exported('iris.pt', example('iris/models/iris.pt'), to),
      await exported('iris.pt', example('iris/models/iris.pt'), to),
    ];
    expect(one.document).toEqual(other.document);
    expect(Object.keys(one.written).sort()).toEqual([
      'iris.npz',
      'iris.safetensors',
      'iris.weights.csv',
      'iris.weights.json',
    ]);
    for (const [name, bytes] of Object.entries(one.written)) expect(other.written[name]?.equals(bytes)).toBe(true);
  });

  it('says of a copy where it comes from', async () => {
    const { document, written } = await exported('iris.pt', example('iris/models/iris.pt'), ['safetensors']);
    const header = written['iris.safetensors']!.toString(
      'utf8',
      8,
      8 + Number(written['iris.safetensors']!.readBigUInt64LE()),
    );
    expect(JSON.parse(header)['__metadata__']).toEqual({
      format: 'pt',
      'modelbag.source': 'iris.pt',
      'modelbag.source.format': 'pytorch-zip',
      'modelbag.source.sha256': document.model.sha256,
    });
  });

  it('writes more than fits one file as shards with an index, which are one model again', async () => {
    const bytes = (n: number) => Uint8Array.from({ length: 400 }, (_, i) => (i * n) % 256);
    const model = safetensors(['a', 'b', 'c'].map((name, n) => ({ name, dtype: 'U8', shape: [400], bytes: bytes(n) })));
    const { document, written } = await exported('m.safetensors', model, ['safetensors'], { shardBytes: 1300 });
    expect(Object.keys(written)).toEqual([
      'm.safetensors.index.json',
      'm-00001-of-00002.safetensors',
      'm-00002-of-00002.safetensors',
    ]);
    expect(document.exports).toMatchObject([
      { path: 'm.safetensors.index.json', proof: { verdict: 'equal', compared: 3, elements: 1200 } },
    ]);
  });

  it('writes text of small models only, and says why and what instead', async () => {
    const { document } = await exported('iris.pt', example('iris/models/iris.pt'), ['json', 'csv'], {
      mostTextParameters: 10,
    });
    expect(document.exports).toEqual([]);
    expect(document.notPossible).toMatchObject([
      {
        to: 'json',
        reason: expect.stringContaining('at most 10 numbers'),
        instead: expect.stringContaining('safetensors'),
      },
      { to: 'csv' },
    ]);
  });

  it('finds a copy that was changed after it was written', async () => {
    const { document } = await exported('iris.pt', example('iris/models/iris.pt'), ['safetensors'], {
      damage: (file) => {
        file[file.length - 1] = (file.at(-1) as number) ^ 1;
        return file;
      },
    });
    expect(document.exports).toMatchObject([
      { proof: { verdict: 'not-equal', remarks: [expect.stringContaining('different')] } },
    ]);
  });

  it('answers for a file that cannot be read instead of failing', async () => {
    const cut = example('iris/models/iris.pt').subarray(0, 1200);
    const { document } = await exported('iris.pt', cut, ['safetensors', 'json']);
    expect(document.exports).toEqual([]);
    expect(document.notPossible).toHaveLength(2);
  });

  it('writes doubles and strings of scikit-learn as text that reads back to the same', async () => {
    const { document } = await exported('b.joblib', fixture('estimators/boosting.joblib'), ['json', 'csv']);
    expect(document.notPossible).toEqual([]);
    expect(document.exports.map(({ proof }) => proof.verdict)).toEqual(['equal', 'equal']);
  });

  it('says that a model has no tensor, or why none can be held', async () => {
    const reason = async (name: string, bytes: Uint8Array) =>
      (await exported(name, bytes, ['npz'])).document.notPossible[0]?.reason;
    const scaler = { class: 'sklearn.preprocessing._data.StandardScaler', attributes: { with_mean: false } };
    expect(await reason('m.pkl', pickled(scaler))).toBe('no tensor was found in the model');
    const brief = { name: 'w', dtype: 'BF16', shape: [1], bytes: new Uint8Array(2) };
    expect(await reason('m.safetensors', safetensors([brief]))).toBe(
      'the model has no tensor that NumPy can hold: NumPy has no dtype for bfloat16',
    );
  });

  it('keeps a truth value that is neither 0 nor 1 as it is', async () => {
    const odd = { name: 'b', dtype: 'BOOL', shape: [3], bytes: Uint8Array.of(0, 1, 5) };
    const { document } = await exported('m.safetensors', safetensors([odd]), ['json', 'csv']);
    expect(document.exports.map(({ proof }) => proof.verdict)).toEqual(['equal', 'equal']);
  });

  it('leaves out every tensor of a name that occurs twice', async () => {
    const text = fixture('matlab/octave-text.txt').toString('latin1');
    const [matrix = ''] = /# name: W\n(?:(?!# name).)*/s.exec(text)!;
    const all = `${text}${matrix}${matrix.replace('name: W', 'name: V')}`;
    const { document } = await exported('m.txt', Buffer.from(all), ['npz']);
    expect(document.exports[0]).toMatchObject({
      proof: { verdict: 'equal', compared: 1 },
    });
    expect(document.exports[0]?.leftOut.filter(({ name }) => name === 'W')).toEqual(
      Array(2).fill({ name: 'W', reason: 'its name occurs twice in the model, and nobody knows which one is meant' }),
    );
  });

  it('tells that nobody knows the answers of a model, where that shows only while they are compared', async () => {
    const exporter: Exporter = {
      id: 'json',
      extension: '.json',
      title: '',
      proof: 'predictions',
      plan: async () => ({
        files: [{ name: 'm.json', async *bytes() {} }],
        leftOut: [],
        prove: async () => {
          throw new NotExportable('a function of the program', 'run it');
        },
      }),
    };
    const files = memoryAccess({ 'm.safetensors': safetensors([]) });
    const write = async () => {};
    const document = await exportModel({ path: 'm.safetensors', files }, [exporter], { write, files });
    expect(document).toMatchObject({
      exports: [],
      notPossible: [{ to: 'json', reason: 'a function of the program', instead: 'run it' }],
    });
  });
});
