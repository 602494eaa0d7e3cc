import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Content, git, temporaryFolder, writeFiles } from '../tree/repository-fixture.js';

/** A small git repository of a machine-learning project, built step by step. */
export interface ModelRepository {
  folder: string;
  /** Writes files (null deletes one) and commits them; returns the commit. */
  commit(message: string, files: Record<string, Content | null>): string;
  /** Starts a branch at a commit, or where the repository stands, and goes to it. */
  branch(name: string, from?: string): void;
  checkout(ref: string): void;
  /** Merges a branch with a commit of its own; returns it. */
  merge(branch: string): string;
  /** Tags the commit; with a message the tag is an object of its own. */
  tag(name: string, message?: string): void;
  git(...args: string[]): string;
  /** A second work tree as `actions/checkout` leaves it behind: one commit deep, detached at the ref. */
  checkedOut(ref: string, depth?: number): string;
  clean(): void;
}

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** Content of a fixture, as `neutral/hf-model-dir/model.safetensors`. */
export const fixture = (path: string): Uint8Array => readFileSync(join(FIXTURES, path));

/** Starts a repository on `main` whose first commit has the files. */
export function modelRepository(files: Record<string, Content>): ModelRepository {
  const { path, clean } = temporaryFolder();
  const folder = join(path, 'origin');
  mkdirSync(folder);
  const run = (...args: string[]): string => git(folder, ...args);
  run('init', '-q', '-b', 'main');
  let copies = 0;
  const repository: ModelRepository = {
    folder,
    git: run,
    commit(message, changed) {
      for (const [name, content] of Object.entries(changed)) {
        if (content === null) run('rm', '-q', '--', name);
        else writeFiles(folder, { [name]: content });
      }
      run('add', '-A');
      run('commit', '-q', '--allow-empty', '-m', message);
      return run('rev-parse', 'HEAD');
    },
    branch: (name, from) => void run('checkout', '-q', '-b', name, ...(from === undefined ? [] : [from])),
    checkout: (ref) => void run('checkout', '-q', ref),
    merge(branch) {
      run('merge', '-q', '--no-ff', '-m', `Merge ${branch}`, branch);
      return run('rev-parse', 'HEAD');
    },
    tag: (name, message) => void run('tag', name, ...(message === undefined ? [] : ['-m', message])),
    checkedOut(ref, depth = 1) {
      const copy = join(path, `checkout-${copies++}`);
      mkdirSync(copy);
      git(copy, 'init', '-q', '-b', 'main');
      git(copy, 'fetch', '-q', ...(depth > 0 ? [`--depth=${depth}`] : ['--tags']), `file://${folder}`, ref);
      git(copy, 'checkout', '-q', '--detach', 'FETCH_HEAD');
      if (run('tag', '--list', ref) !== git(copy, 'tag', '--list', ref)) git(copy, 'tag', ref, 'FETCH_HEAD');
      return copy;
    },
    clean,
  };
  repository.commit('Start', files);
  return repository;
}

/** A project that trains a small model: script, environment, data citation and weights. */
export const trainingProject = (): Record<string, Content> => ({
  'README.md': '# Digits\n\nTrained on the UCI digits, https://doi.org/10.24432/C50P49.\n',
  LICENSE: 'MIT License\n',
  'requirements.txt': 'torch==2.5.1\nsafetensors==0.4.5\n',
  'train.py':
    'import torch\nfrom safetensors.torch import save_file\n\ntorch.manual_seed(7)\nmodel = torch.nn.Linear(4, 3)\n' +
    "save_file(model.state_dict(), 'models/model.safetensors')\n",
  'models/model.safetensors': fixture('neutral/hf-model-dir/model.safetensors'),
});
