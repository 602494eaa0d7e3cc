import { describe, expect, it } from '@jest/globals';
import { modelSettings } from '../../../src/evidence/settings/model-settings.js';
import type { Fact } from '../../../src/formats/format.js';
import { inspection } from '../../assess/make.js';

const withFacts = (path: string, facts: Fact[], companions: string[] = []) => ({
  ...inspection(path, { format: 'pytorch-zip' }),
  companions,
  contents: { ...inspection(path, { format: 'pytorch-zip' }).contents, facts },
});

describe('settings that models hold themselves', () => {
  it('are what their run used: of Lightning, Ultralytics, timm', () => {
    const found = modelSettings([
      withFacts('best.pt', [
        { key: 'train_args.seed', value: 4, where: 'best/data.pkl#train_args.seed' },
        { key: 'train_args.lr0', value: 0.01, where: 'best/data.pkl#train_args.lr0' },
        { key: 'train_args.deterministic', value: true, where: 'best/data.pkl#train_args.deterministic' },
        { key: 'epoch', value: 3, where: 'best/data.pkl#epoch' },
      ]),
    ]);
    expect(found.hyperparameters).toEqual([{ source: 'best.pt', values: { seed: 4, lr0: 0.01, deterministic: true } }]);
    expect(found.seeds).toMatchObject([{ path: 'best.pt', value: 4, grade: 'recorded', how: 'recorded' }]);
    expect(found.determinism).toEqual([{ path: 'best.pt', line: 1, flag: 'deterministic', value: 'true' }]);
  });

  it('are told with the seed of the method, not those that follow from it: of LightGBM', () => {
    const parameter = (key: string, value: string): Fact => ({ key, value, where: `parameters#${key}` });
    const { seeds, hardware } = modelSettings([
      withFacts('model.txt', [
        parameter('seed', '7'),
        parameter('bagging_seed', '17422'),
        parameter('num_threads', '2'),
      ]),
    ]);
    expect(seeds.map(({ value }) => value)).toEqual([7]);
    expect(hardware).toEqual([{ key: 'num_threads', value: '2', where: 'model.txt' }]);
  });

  it('are told by the file of a directory that holds them: of the Trainer of Hugging Face', () => {
    const argument = (key: string, value: unknown): Fact => ({
      key,
      value,
      where: `training_args.bin!/training_args/data.pkl#${key}`,
    });
    const { hyperparameters, seeds } = modelSettings([
      withFacts(
        'out/config.json',
        [
          { key: 'model_type', value: 'bert', where: 'config.json#model_type' },
          argument('class', 'transformers.training_args.TrainingArguments'),
          argument('learning_rate', 3e-5),
          argument('seed', 11),
        ],
        ['out/training_args.bin'],
      ),
    ]);
    expect(hyperparameters).toEqual([{ source: 'out/training_args.bin', values: { learning_rate: 3e-5, seed: 11 } }]);
    expect(seeds).toMatchObject([{ path: 'out/training_args.bin', value: 11 }]);
  });
});
