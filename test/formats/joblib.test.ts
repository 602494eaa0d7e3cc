import { describe, expect, it } from '@jest/globals';
import { assessSafety } from '../../src/assess/safety.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { memoryAccess } from './memory-access.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;

/** A list of an array of three float64 as joblib writes it before 1.2, and a number behind it. */
function dumped(module: string): Buffer {
  const dtype = `cnumpy\ndtype\n${text('f8')}K\0K\x01\x87R(K\x03${text('<')}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb`;
  const state = [
    [text('subclass'), 'cnumpy\nndarray\n'],
    [text('shape'), 'K\x03\x85'],
    [text('order'), text('C')],
    [text('dtype'), dtype],
    [text('allow_mmap'), '\x88'],
  ];
  const wrapper = `c${module}.numpy_pickle\nNumpyArrayWrapper\n)\x81}(${state.flat().join('')}ub`;
  const values = Buffer.from(Float64Array.of(0.5, -1, 2).buffer);
  return Buffer.concat([latin1(`\x80\x03](${wrapper}`), values, latin1('K\x07e.')]);
}

describe('joblib', () => {
  it.each(['joblib', 'sklearn.externals.joblib'])('reads arrays of pickles under the name %s', async (module) => {
    const inspection = await inspectModel('m.pkl', memoryAccess({ 'm.pkl': dumped(module) }), { digests: true });
    expect([inspection.format.id, inspection.status]).toEqual(['joblib', 'complete']);
    expect(inspection.contents.tensors).toMatchObject([{ dtype: 'float64', shape: [3], byteLength: 24 }]);
    expect(assessSafety(inspection).verdict).toBe('safe');
  });

  it.each<[string, (code: string) => string]>([
    [
      'an alignment that is no number',
      (code) => code.replace(/ub(?=.{24}K\x07e)/s, `${text('numpy_array_alignment_bytes')}${text('a')}ub`),
    ],
    [
      'a shape under a name that is made',
      (code) => code.replace(/ub(?=.{24}K\x07e)/s, `cbuiltins\nstr\n${text('shape')}\x85RK\0\x85ub`),
    ],
    ['a shape twice', (code) => code.replace(/ub(?=.{24}K\x07e)/s, `C\x05shapeK\x03\x85ub`)],
    ['a shape that may be changed', (code) => code.replace('K\x03\x85', '](K\x03e')],
    [
      'a constructor that ran',
      (code) => code.replace(')\x81}', `(${text('a')}${text('b')}${text('c')}${text('d')}tR}`),
    ],
    ['a state that lies elsewhere, too', (code) => code.replace(')\x81}(', ')\x81}q\x0d0h\x0d(')],
    ['a frame around it', (code) => code.replace('\x80\x03', '\x80\x04\x95\xff\0\0\0\0\0\0\0') + '\0'.repeat(256)],
    ['a second state', (code) => code.replace(/ub(?=.{24}K\x07e)/s, 'ub}b')],
  ])('reads no array behind %s', async (_, change) => {
    const bytes = latin1(change(dumped('joblib').toString('latin1')));
    const inspection = await inspectModel('m.pkl', memoryAccess({ 'm.pkl': bytes }));
    expect(inspection.status).toBe('inconclusive');
    expect(assessSafety(inspection).verdict).not.toBe('safe');
  });

  it.each(['NDArrayWrapper', 'ZNDArrayWrapper'])('tells of the file that %s opens', async (wrapper) => {
    const bytes = (file: string) =>
      latin1(`\x80\x03cjoblib.numpy_pickle\n${wrapper}\n)\x81}${text('filename')}${text(file)}sb.`);
    const judged = async (file: string) =>
      assessSafety(await inspectModel('m.joblib', memoryAccess({ 'm.joblib': bytes(file) }))).verdict;
    expect(await judged('/etc/passwd')).toBe('dangerous');
    expect(await judged('../x')).toBe('dangerous');
    expect(await judged('m.npy')).toBe('unknown');
  });

  it('reads no array behind a class of another name', async () => {
    const inspection = await inspectModel('m.pkl', memoryAccess({ 'm.pkl': dumped('evil.joblib') }));
    expect(inspection.status).toBe('inconclusive');
  });
});
