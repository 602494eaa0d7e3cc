import { describe, expect, it } from '@jest/globals';
import { gatherCheckpoints } from '../../../src/evidence/checkpoints/checkpoints.js';
import type { Script } from '../../../src/evidence/evidence.js';
import type { Fact } from '../../../src/formats/format.js';
import { inspection, type Sketch, tensor } from '../../assess/make.js';
import { collected } from '../collected.js';

const WEIGHTS = { tensors: [tensor('fc.weight', [3, 4])], format: 'pytorch-zip' };
const fact = (key: string, value: unknown): Fact => ({ key, value, where: 'x' }) as Fact;

/** Runs as `model (why): state path epoch/step, …`. */
async function runs(
  models: Record<string, Sketch>,
  texts: Record<string, string> = {},
  written: Record<string, string[]> = {},
): Promise<string[]> {
  const inspections = Object.entries(models).map(([path, sketch]) => ({
    ...inspection(path, { ...WEIGHTS, ...sketch }),
    companions: sketch.companions ?? [],
  }));
  const scripts = Object.entries(written).map(([path, paths]) => ({
    path,
    writes: paths.map((model) => ({ pattern: model, model, line: 1 })),
  })) as unknown as Script[];
  return (await gatherCheckpoints(collected(texts), inspections, scripts)).map(
    ({ model, why, states }) =>
      `${model} (${why}): ${states.map(({ path, state, epoch, step }) => `${state} ${path}${epoch === undefined ? '' : ` e${epoch}`}${step === undefined ? '' : ` s${step}`}`).join(', ')}`,
  );
}
const all = (...paths: string[]): Record<string, Sketch> => Object.fromEntries(paths.map((path) => [path, {}]));

describe('checkpoints of one run', () => {
  it('are told apart by epoch and step, the furthest standing for all', async () => {
    expect(await runs(all('a/epoch_1.pth', 'a/epoch_10.pth', 'a/epoch_2.pth'))).toEqual([
      'a/epoch_10.pth (the furthest): intermediate a/epoch_1.pth e1, intermediate a/epoch_2.pth e2, last a/epoch_10.pth e10',
    ]);
  });

  it('have a best and a last state, which know their epoch', async () => {
    const models = {
      'version_0/checkpoints/epoch=0-step=10.ckpt': {},
      'version_0/checkpoints/epoch=1-step=20.ckpt': {},
      'version_0/checkpoints/last.ckpt': { facts: [fact('epoch', 1), fact('global_step', 20)] },
      'version_1/checkpoints/last.ckpt': {},
    };
    expect(await runs(models)).toEqual([
      'version_0/checkpoints/last.ckpt (called last): intermediate version_0/checkpoints/epoch=0-step=10.ckpt e0 s10, intermediate version_0/checkpoints/epoch=1-step=20.ckpt e1 s20, last version_0/checkpoints/last.ckpt e1 s20',
    ]);
    expect(await runs(all('train/weights/best.pt', 'train/weights/last.pt', 'train2/weights/best.pt'))).toEqual([
      'train/weights/best.pt (called best): best train/weights/best.pt, last train/weights/last.pt',
    ]);
  });

  it('may lie in folders of their own below the model, one of them recorded as the best', async () => {
    const state = (step: number) => ({
      companions: ['x'],
      facts: [fact('global_step', step), fact('best_model_checkpoint', '/home/x/out/checkpoint-500')],
    });
    const models = {
      'out/config.json': { companions: ['x'] },
      'out/checkpoint-500/trainer_state.json': state(500),
      'out/checkpoint-1000/trainer_state.json': state(1000),
      'out/checkpoint-1000/optimizer.pt': {},
    };
    expect(await runs(models)).toEqual([
      'out/config.json (without a number): best out/checkpoint-500/trainer_state.json s500, last out/checkpoint-1000/trainer_state.json s1000, final out/config.json',
    ]);
  });

  it('are steps where weights are kept in folders with bare numbers', async () => {
    const folder = { companions: ['x'] };
    expect(await runs({ 'ck/100/default/_METADATA': folder, 'ck/20/default/_METADATA': folder })).toEqual([
      'ck/100/default/_METADATA (the furthest): intermediate ck/20/default/_METADATA s20, last ck/100/default/_METADATA s100',
    ]);
  });

  it('are represented by the one that a program or document names', async () => {
    expect(
      (await runs(all('b/x_epoch_1.pth', 'b/x_epoch_2.pth'), { 'demo.py': 'load("b/x_epoch_1.pth")' }))[0],
    ).toMatch(/^b\/x_epoch_1\.pth \(named by a program or document\)/);
  });

  it('are not models of other names, folds, shapes or formats', async () => {
    const models = {
      'fold_0.pth': {},
      'fold_1.pth': {},
      'netG_epoch_1.pth': {},
      'netD_epoch_1.pth': {},
      'model_100.pth': {},
      'model_200.pth': { tensors: [tensor('fc.weight', [5, 4])] },
      'x/epoch_1.pth': {},
      'x/epoch_1.safetensors': { format: 'safetensors' },
    };
    expect(await runs(models)).toEqual([]);
  });

  it('led to the model that the same program writes, where they have no name of their own', async () => {
    const models = all('ck/epoch-1.pt', 'ck/epoch-2.pt', 'iris.pt');
    const train = ['ck/epoch-1.pt', 'ck/epoch-2.pt', 'iris.pt'];
    expect(await runs(models, {}, { 'train.py': train })).toEqual([
      'iris.pt (without a number): intermediate ck/epoch-1.pt e1, last ck/epoch-2.pt e2, final iris.pt',
    ]);
    const apart = ['ck/epoch-2.pt (the furthest): intermediate ck/epoch-1.pt e1, last ck/epoch-2.pt e2'];
    expect(await runs(models, {}, { 'train.py': train.slice(0, 2), 'other.py': ['iris.pt'] })).toEqual(apart);
    const two = { ...models, 'other.pt': {} };
    expect(await runs(two, {}, { 'train.py': [...train, 'other.pt'] })).toEqual(apart);
    const wider = { ...models, 'iris.pt': { tensors: [tensor('fc.weight', [9, 9])] } };
    expect(await runs(wider, {}, { 'train.py': train })).toEqual(apart);
    const twice = all('a/epoch-1.pt', 'b/epoch-1.pt', 'iris.pt');
    expect(await runs(twice, {}, { 'train.py': Object.keys(twice) })).toEqual([]);
  });

  it('are told without asking what programs write for each pair of models', async () => {
    let asked = 0;
    const letters = Array.from({ length: 26 }, (_, n) => String.fromCharCode(97 + n));
    const paths = letters.flatMap((one) => letters.map((two) => `${one}${two}`)).slice(0, 100);
    const models = [...paths.map((name) => `${name}.pt`), ...paths.map((name) => `${name}/epoch-1.pt`)];
    const writes = models.map((path) =>
      Object.defineProperty({ line: 1, how: 'torch.save' }, 'model', {
        get() {
          asked++;
          return path;
        },
      }),
    );
    const inspections = models.map((path) => inspection(path, WEIGHTS));
    expect(await gatherCheckpoints(collected({}), inspections, [{ path: 'train.py', writes }])).toEqual([]);
    expect(asked).toBeLessThan(10 * models.length);
  });
});
