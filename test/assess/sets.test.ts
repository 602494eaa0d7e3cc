import { describe, expect, it } from '@jest/globals';
import type { ModelSet } from '../../src/assess/assessment.js';
import { assessModel } from '../../src/assess/model.js';
import { equalityOf, everyState, findSets } from '../../src/assess/sets.js';
import type { Inspection } from '../../src/formats/inspection.js';
import { goodModels, inspection, type Sketch, tensor } from './make.js';

const sets = (...inspections: Inspection[]): ModelSet[] =>
  findSets(
    inspections,
    inspections.map((i) => assessModel(i)),
  );
const weights = [tensor('fc.bias', [3]), tensor('fc.weight', [3, 4])];
const torch = (path: string, sketch: Sketch = {}): Inspection =>
  inspection(path, {
    format: 'pytorch-zip',
    tensors: weights,
    digests: ['b', 'w'],
    weightsOnlyLoadable: true,
    ...sketch,
  });
const open = (path: string, sketch: Sketch = {}): Inspection =>
  inspection(path, { tensors: weights, digests: ['b', 'w'], ...sketch });

describe('sets', () => {
  it('proves a copy by equal tensors', () => {
    expect(sets(...goodModels())).toEqual([
      { native: 'model.pt', open: ['model.onnx'], proof: 'tensors', promise: 'preservable', stale: false },
    ]);
  });

  it('proves it whatever the names, the folders and the prefixes of the tensors', () => {
    const copy = open('export/weights.safetensors', {
      tensors: [tensor('onnx::MatMul_12', [3, 4]), tensor('val_3', [1, 3])],
      digests: ['w', 'b'],
    });
    expect(sets(copy, torch('runs/last.pt'))).toMatchObject([
      { native: 'runs/last.pt', open: ['export/weights.safetensors'], proof: 'tensors' },
    ]);
  });

  it('needs no optimizer state, counters or integers in the copy', () => {
    const native = torch('c.pt', {
      tensors: [...weights, tensor('optimizer.state.0.exp_avg', [3, 4]), tensor('bn.num_batches_tracked', [], 'int64')],
      digests: ['b', 'w', 'm', 'n'],
    });
    expect(sets(native, open('c.safetensors'))).toMatchObject([{ proof: 'tensors' }]);
  });

  it('needs every weight in the copy', () => {
    const half = open('m.safetensors', { tensors: [weights[1]!], digests: ['w'] });
    expect(sets(torch('m.pt'), half)).toMatchObject([
      { open: ['m.safetensors'], proof: 'none', promise: 'preservable', stale: false },
    ]);
  });

  it('calls a copy stale when the same tensors hold other values', () => {
    expect(sets(torch('m.pt'), open('m.safetensors', { digests: ['b', 'old'] }))).toEqual([
      { native: 'm.pt', open: ['m.safetensors'], proof: 'none', promise: 'bitstream-only', stale: true },
    ]);
  });

  it('finds the stale copy of the only model with such tensors under any name', () => {
    expect(sets(torch('m.pt'), open('export.safetensors', { digests: ['b', 'old'] }))).toMatchObject([
      { native: 'm.pt', open: ['export.safetensors'], stale: true },
    ]);
  });

  it('does not call a copy stale for being rounded to another type', () => {
    const half = open('m.safetensors', {
      tensors: weights.map((t) => ({ ...t, dtype: 'float16' })),
      digests: ['x', 'y'],
    });
    expect(sets(torch('m.pt'), half)).toMatchObject([{ proof: 'none', stale: false, promise: 'preservable' }]);
  });

  it('gives a copy to the checkpoint that it equals, not to all of the same shape', () => {
    const found = sets(torch('epoch1.pt', { digests: ['b1', 'w1'] }), torch('epoch2.pt'), open('final.safetensors'));
    expect(found).toMatchObject([
      { native: 'epoch1.pt', open: [], promise: 'bitstream-only', stale: false },
      { native: 'epoch2.pt', open: ['final.safetensors'], proof: 'tensors' },
    ]);
  });

  it('matches by stem when there are no digests, in the same folder first', () => {
    const plain = { tensors: [], digests: [] };
    expect(sets(torch('a/m.pt', plain), torch('b/m.pt', plain), open('b/m.fp16.safetensors', plain))).toMatchObject([
      { native: 'a/m.pt', open: [] },
      { native: 'b/m.pt', open: ['b/m.fp16.safetensors'], proof: 'none' },
    ]);
  });

  it('matches a copy by the name that it gets of a model whose name no system may mind', () => {
    const plain = { tensors: [] };
    const r = (path: string): Inspection => inspection(path, { ...plain, format: 'r-rds' });
    expect(sets(r('m/lm:inter.rds'), r('m/glm.rds'), open('m/lm_inter.pmml', plain))).toMatchObject([
      { native: 'm/glm.rds', open: [] },
      { native: 'm/lm:inter.rds', open: ['m/lm_inter.pmml'], proof: 'none' },
    ]);
    expect(sets(r('lm_inter.rds'), r('lm:inter.rds'), open('lm_inter.pmml', plain))).toMatchObject([
      { native: 'lm:inter.rds', open: [] },
      { native: 'lm_inter.rds', open: ['lm_inter.pmml'] },
    ]);
  });

  it('knows of which model a copy was made for the archive, whatever its name, and that it was compared', () => {
    const made = new Map([['m/model.pmml', 'm/a.v2.rds']]);
    const all = [inspection('m/a.v2.rds', { format: 'r-rds' }), open('m/model.pmml', { tensors: [] })];
    const reports = all.map((one) => assessModel(one));
    const [set] = findSets(all, reports, [], made);
    expect(set).toEqual({ native: 'm/a.v2.rds', open: ['m/model.pmml'], proof: 'none', made: ['m/model.pmml'], promise: 'preservable', stale: false }); // biome-ignore format: one line reads best
    expect(equalityOf(set!)).toBe('proof');
    expect(equalityOf({ ...set!, open: ['m/a.onnx', 'm/model.pmml'] })).toBe('name');
    const [equal] = findSets(goodModels(), goodModels().map((one) => assessModel(one)), [], new Map([['model.onnx', 'model.pt']])); // biome-ignore format: one line reads best
    expect(equal).toMatchObject({ proof: 'tensors', made: ['model.onnx'] });
  });

  it('does not take single numbers for a proof', () => {
    const scalar = { tensors: [tensor('x', [1])], digests: ['z'] };
    expect(sets(torch('a.pt', scalar), open('b.safetensors', scalar))).toMatchObject([
      { native: 'a.pt', open: [] },
      { native: 'b.safetensors', open: [] },
    ]);
  });

  it('makes a set of its own of an open model that copies nothing', () => {
    expect(sets(open('m.safetensors'))).toEqual([
      { native: 'm.safetensors', open: [], proof: null, promise: 'preservable', stale: false },
    ]);
  });

  it('leaves pointers and unreadable files out', () => {
    expect(
      sets(
        inspection('p.pt', { format: 'git-lfs-pointer' }),
        inspection('x.pt', { format: 'pytorch-zip', status: 'error' }),
      ),
    ).toEqual([]);
  });

  it('is sorted by the bytes of the native path and does not depend on the order of the models', () => {
    const all = [
      ...goodModels(),
      open('z.safetensors', { digests: ['1', '2'] }),
      torch('A.pt', { digests: ['3', '4'] }),
    ];
    expect(sets(...all)).toEqual(sets(...[...all].reverse()));
    expect(sets(...all).map(({ native }) => native)).toEqual(['A.pt', 'model.pt', 'z.safetensors']);
  });

  it('are one for a training, its other states told apart with copies of their own', () => {
    const digests = (n: number) => ({ digests: [`b${n}`, `w${n}`] });
    const inspections = [
      torch('epoch_1.pt', digests(1)),
      open('epoch_1.safetensors', digests(1)),
      torch('epoch_2.pt', digests(2)),
      torch('last.pt', digests(3)),
      open('last.safetensors', digests(3)),
      torch('optimizer.pt'),
    ];
    const states = [
      { path: 'epoch_1.pt', state: 'intermediate' as const, epoch: 1 },
      { path: 'epoch_2.pt', state: 'intermediate' as const, epoch: 2 },
      { path: 'last.pt', state: 'last' as const },
    ];
    const found = findSets(
      inspections,
      inspections.map((i) => assessModel(i)),
      [{ model: 'last.pt', why: 'called last', states }],
    );
    expect(found).toMatchObject([
      {
        native: 'last.pt',
        open: ['last.safetensors'],
        proof: 'tensors',
        promise: 'preservable',
        checkpoints: [
          { path: 'epoch_1.pt', state: 'intermediate', epoch: 1, open: ['epoch_1.safetensors'], proof: 'tensors' },
          { path: 'epoch_2.pt', state: 'intermediate', epoch: 2, open: [], promise: 'bitstream-only' },
        ],
      },
    ]);
    expect(everyState(found).map(({ native }) => native)).toEqual(['last.pt', 'epoch_1.pt', 'epoch_2.pt']);
  });
});
