import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIG } from '../../src/config.js';
import type { ArchivedProject } from '../../src/reproduce/archived-project.js';
import { commandOf, type GivenCommand, writtenModels } from '../../src/reproduce/archived-training.js';
import { commandWords } from '../../src/reproduce/command-words.js';
import { preparationOf } from '../../src/reproduce/preparation.js';
import { withoutSecrets } from '../../src/reproduce/without-secrets.js';

const project = (
  paths: string[],
  evidence: object = {},
  train?: ArchivedProject['config']['train'],
): ArchivedProject => ({
  evidence: JSON.parse(JSON.stringify(evidence)),
  files: paths.map((path) => ({ path, bag: `data/${path.endsWith('.pt') ? 'models' : 'src'}/${path}` })),
  config: { ...DEFAULT_CONFIG, ...(train && { train }) },
});

const given = (...words: string[]): GivenCommand => ({ words, from: 'the command line', advice: 'Name it' });

describe('the command of a training', () => {
  it('is split into words without a shell', () => {
    expect(commandWords(`python3 -m pkg.train --lr 1e-3 --name 'two words' --out="a b"`)).toEqual([
      'python3',
      '-m',
      'pkg.train',
      '--lr',
      '1e-3',
      '--name',
      'two words',
      '--out=a b',
    ]);
    for (const shell of ['a && b', 'a | b', 'a; b', 'a $HOME', 'a `b`', 'a > b', 'a *.csv', "a 'open", ''])
      expect(() => commandWords(shell)).toThrow(/expected a program and its arguments/);
  });

  it('is that of the user, else the configuration, else a run that succeeded, else the only training script', () => {
    const scripts = [{ path: 'train.py', language: 'python', role: 'train', writes: [{ model: 'm.pt' }] }];
    const runs = [
      { path: 'failed.json', command: ['python3', 'old.py'], exitCode: 1 },
      {
        path: 'modelbag.run.json',
        command: ['python3', 'train.py', '--seed', '7'],
        exitCode: 0,
        workingDirectory: 'src',
      },
    ];
    const files = ['train.py', 'm.pt'];
    expect(commandOf(given('make'), project(files, { scripts, runs })).words).toEqual(['make']);
    expect(
      commandOf(given(), project(files, { scripts, runs }, { command: 'make all', workdir: 'code' })),
    ).toMatchObject({
      words: ['make', 'all'],
      directory: 'code',
    });
    expect(commandOf(given(), project(files, { scripts, runs }))).toMatchObject({
      words: ['python3', 'train.py', '--seed', '7'],
      directory: 'src',
    });
    expect(commandOf(given(), project(files, { scripts })).words).toEqual(['python3', 'train.py']);
    expect(() => commandOf(given(), project(files))).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('does not say how its models are trained'),
        advice: expect.stringMatching(/^Name it, or set/),
      }),
    );
  });

  it('never runs outside of the copy', () => {
    for (const workdir of ['..', '../..', '/etc', 'a/../../b'])
      expect(() => commandOf(given('make'), project([], {}, { workdir }))).toThrow(
        /expected a folder of the repository/,
      );
    expect(commandOf(given('make'), project([], {}, { workdir: './' })).directory).toBe('');
  });

  it('leaves models in the copy that nobody is known to write', () => {
    const evidence = { scripts: [{ path: 'train.py', role: 'train', writes: [{ model: 'm.pt' }] }] };
    const written = writtenModels(
      project(['m.pt', 'base.pt', 'out/n.pt', 'train.py'], evidence, { outputs: ['out/*.pt'] }),
    );
    expect(written.map(({ path }) => path)).toEqual(['m.pt', 'out/n.pt']);
  });
});

describe('the environment of a training', () => {
  it('comes from the surest lockfile, from train.setup, or is what is here', () => {
    expect(preparationOf('lock', project(['requirements.txt', 'uv.lock']))).toMatchObject({ programs: '.venv/bin' });
    expect(preparationOf('lock', project(['uv.lock'], {}, { setup: 'make env' }))).toEqual({
      steps: [['make', 'env']],
    });
    expect(preparationOf('none', project(['uv.lock']))).toEqual({ steps: [] });
    expect(preparationOf(['true'], project(['uv.lock']))).toEqual({ steps: [['true']] });
  });

  it('holds no credentials', () => {
    const env = { PATH: '/bin', HOME: '/h', CUDA_VISIBLE_DEVICES: '0', GITHUB_TOKEN: 'x', AWS_ACCESS_KEY_ID: 'x', HF_HOME: 'x', SSH_AUTH_SOCK: 'x', MY_PASSWORD: 'x', OPENAI_API_KEY: 'x' }; // biome-ignore format: one line reads best
    expect(Object.keys(withoutSecrets(env))).toEqual(['PATH', 'HOME', 'CUDA_VISIBLE_DEVICES', 'HF_HOME']);
  });
});
