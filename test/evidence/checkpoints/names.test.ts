import { describe, expect, it } from '@jest/globals';
import { parseStateName } from '../../../src/evidence/checkpoints/names.js';

const said = (name: string): string => {
  const { progress, rest } = parseStateName(name);
  const parts = Object.entries(progress).map(([key, value]) => `${key} ${value}`);
  return `${parts.join(', ') || '–'} of ${rest.join(' ') || '–'}`;
};

describe('names of checkpoints', () => {
  it.each([
    ['epoch=3-step=120.ckpt', 'epoch 3, step 120 of –'],
    ['epoch=12-val_loss=0.25-v1.ckpt', 'epoch 12 of –'],
    ['last.ckpt', 'word last of –'],
    ['checkpoint-500', 'step 500 of –'],
    ['model_epoch_10.pth', 'epoch 10 of –'],
    ['netG_epoch_5.pth', 'epoch 5 of netg'],
    ['best_coco_bbox_mAP_epoch_12.pth', 'word best, epoch 12 of –'],
    ['model_best.pth.tar', 'word best of –'],
    ['checkpoint_1_5000.pt', 'epoch 1, step 5000 of –'],
    ['model.ckpt-20000.index', 'step 20000 of –'],
    ['cp-0001.ckpt.index', 'step 1 of –'],
    ['weights.12-0.55.hdf5', 'epoch 12 of –'],
    ['fer2013_mini_XCEPTION.100-0.65.hdf5', 'epoch 100 of fer 2013 mini xception'],
    ['rl_model_10000_steps.zip', 'step 10000 of rl'],
    ['G_100k.pth', 'step 100000 of g'],
    ['20_net_G.pth', 'step 20 of net g'],
    ['latest_net_G.pth', 'word last of net g'],
    ['network-snapshot-001000.pkl', 'step 1000 of network'],
    ['0000100_adapters.safetensors', 'step 100 of adapters'],
    ['global_step1000', 'step 1000 of –'],
    ['iter_0001000', 'step 1000 of –'],
    ['fold_1_epoch_3.pt', 'epoch 3 of fold 1'],
  ])('%s says the state', (name, expected) => {
    expect(said(name)).toBe(expected);
  });

  it.each([
    'resnet18.pth',
    'resnet_101.pth',
    'fold_1.pth',
    'seed_1234.pt',
    'model_v2.pt',
    'gemma-2-it.safetensors',
    'yolov5s.pt',
    'alpha_100.pkl',
  ])('%s says none', (name) => {
    expect(said(name)).toMatch(/^– of /);
  });
});
