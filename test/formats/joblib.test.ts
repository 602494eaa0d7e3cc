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

  it('reads no array behind a class of another name', async () => {
    const inspection = await inspectModel('m.pkl', memoryAccess({ 'm.pkl': dumped('evil.joblib') }));
    expect(inspection.status).toBe('inconclusive');
  });
});
