import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIG } from '../../src/config.js';
import type { ArchivedProject } from '../../src/reproduce/archived-project.js';
import { commandOf, type GivenCommand, writtenModels } from '../../src/reproduce/archived-training.js';
import { commandWords } from '../../src/reproduce/command-words.js';
import { type Machine, preparationOf } from '../../src/reproduce/preparation.js';
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

/** A machine with such programs; without any named, with all. */
const machine = (...programs: string[]): Machine => ({
  platform: 'linux',
  arch: 'x64',
  has: (program) => programs.length === 0 || programs.includes(program),
});

describe('the environment of a training', () => {
  it('comes from the surest lockfile, from train.setup, or is what is here', () => {
    const all = machine();
    expect(preparationOf('lock', project(['requirements.txt', 'uv.lock']), all)).toMatchObject({
      before: { PATH: '.venv/bin' },
    });
    expect(preparationOf('lock', project(['uv.lock'], {}, { setup: 'make env' }), all)).toEqual({
      steps: [['make', 'env']],
    });
    expect(preparationOf('none', project(['uv.lock']), all)).toEqual({ steps: [] });
    expect(preparationOf(['true'], project(['uv.lock']), all)).toEqual({ steps: [['true']] });
    expect(preparationOf('lock', project(['train.py']), all)).toEqual({ steps: [] });
  });

  it('is made by a tool that is here, of the next lockfile where there is none, and says what is missing', () => {
    const both = project(['environment.yml', 'requirements.txt', 'uv.lock']);
    expect(preparationOf('lock', both, machine('conda', 'python3')).steps[0]?.[0]).toBe('python3');
    expect(preparationOf('lock', both, machine('conda')).steps).toEqual([
      ['conda', 'env', 'create', '--prefix', './.modelbag-env', '--file', 'environment.yml'],
    ]);
    expect(preparationOf('lock', both, machine())).toMatchObject({ before: { PATH: '.venv/bin' } });
    expect(preparationOf('lock', project(['environment.yaml']), machine('Rscript'))).toEqual({
      steps: [],
      missing: 'environment.yaml needs one of micromamba, mamba, conda, and there is no such program here',
    });
    const locked = project(['conda-lock.yml', 'environment.yml']);
    expect(preparationOf('lock', locked, machine('conda', 'conda-lock')).steps[0]?.slice(0, 2)).toEqual([
      'conda-lock',
      'install',
    ]);
    // A list of packages for another kind of machine is none for this one.
    const lists = project(['conda-osx-arm64.lock', 'conda-linux-64.lock']);
    expect(preparationOf('lock', lists, machine('mamba'))).toMatchObject({
      steps: [['mamba', 'create', '--yes', '--prefix', './.modelbag-env', '--file', 'conda-linux-64.lock']],
      folders: { CONDA_PREFIX: '.modelbag-env' },
    });
    expect(preparationOf('lock', project(['conda-win-64.lock']), machine('mamba'))).toEqual({ steps: [] });
  });

  it('of renv is a library in the copy, that of the project where it loads renv itself, nothing where no package is locked', () => {
    const lock = (...packages: string[]) => ({
      environments: [{ path: 'renv.lock', packages: Object.fromEntries(packages.map((name) => [name, '1'])) }],
    });
    const own = preparationOf('lock', project(['renv.lock'], lock('R', 'MASS')), machine());
    expect(own).toMatchObject({ before: { R_LIBS: '.modelbag-env' } });
    expect(own.steps[0]?.[2]).toContain('library = normalizePath(".modelbag-env")');
    const loading = project(['.Rprofile', 'renv.lock', 'renv/activate.R'], lock('R', 'MASS'));
    expect(preparationOf('lock', loading, machine()).steps[0]?.[2]).toMatch(/renv::restore\(prompt = FALSE\)$/);
    expect(preparationOf('lock', project(['renv.lock'], lock('R', 'renv')), machine()).steps).toEqual([]);
    expect(preparationOf('lock', project(['renv.lock'], lock('R')), machine('uv')).missing).toMatch(/needs Rscript/);
  });

  it('holds no credentials', () => {
    const env = { PATH: '/bin', HOME: '/h', CUDA_VISIBLE_DEVICES: '0', GITHUB_TOKEN: 'x', AWS_ACCESS_KEY_ID: 'x', HF_HOME: 'x', SSH_AUTH_SOCK: 'x', MY_PASSWORD: 'x', OPENAI_API_KEY: 'x' }; // biome-ignore format: one line reads best
    expect(Object.keys(withoutSecrets(env))).toEqual(['PATH', 'HOME', 'CUDA_VISIBLE_DEVICES', 'HF_HOME']);
  });
});
