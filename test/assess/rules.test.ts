import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type AssessInput, assess } from '../../src/assess/assess.js';
import type { Finding } from '../../src/assess/finding.js';
import { RULES, ruleIds, severityOf } from '../../src/assess/rules/registry.js';
import type { Refusal } from '../../src/collect/collection.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import type { Evidence, Seed, Training } from '../../src/evidence/evidence.js';
import { GOOD_EVIDENCE, goodModels, input, inspection, NO_EVIDENCE, tensor } from './make.js';

/** Findings of one rule over a repository that is otherwise good. */
function findings(rule: string, part: Partial<AssessInput> = {}): Finding[] {
  return assess(input({ inspections: goodModels(), evidence: GOOD_EVIDENCE, ...part })).findings.filter(
    (finding) => finding.rule === rule,
  );
}
const evidence = (part: Partial<Evidence>): Partial<AssessInput> => ({ evidence: { ...GOOD_EVIDENCE, ...part } });
const documents = (part: Partial<Evidence['documents']>): Partial<AssessInput> =>
  evidence({ documents: { ...GOOD_EVIDENCE.documents, ...part } });
const training = (part: Partial<Training>): Partial<AssessInput> =>
  evidence({ training: [{ script: 'train.py', seeded: 'no', missing: [], why: '', ...part }] });
const refusal = (kind: Refusal['kind']): Partial<AssessInput> => ({
  refused: [{ path: 'x', kind, reason: 'it is so', advice: 'Do this.' }],
});

describe('rules', () => {
  it('have unique kebab-case ids, a title without full stop, and a page', () => {
    expect(new Set(ruleIds).size).toBe(RULES.length);
    for (const { id, title } of RULES) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect([id, existsSync(`docs/rules/${id}.md`)]).toEqual([id, true]);
    }
    expect(() => severityOf('no-such-rule')).toThrow('there is no rule no-such-rule');
  });

  it('are errors only for what must not be published', () => {
    expect(RULES.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual([
      'dangerous-model',
      'secret-in-repository',
      'lfs-pointer-model',
      'embedded-training-data',
    ]);
  });

  it('find nothing but a hint at checkpoints in a good repository', () => {
    const { findings: all, verdict } = assess(input({ inspections: goodModels(), evidence: GOOD_EVIDENCE }));
    expect(all.map(({ rule }) => rule)).toEqual(['checkpoints-single']);
    expect(verdict).toBe('pass');
  });

  it('say nothing of models and training where there are none', () => {
    const { findings: all } = assess(input());
    expect(all.map(({ rule }) => rule).sort()).toEqual(['citation-missing', 'license-missing', 'no-models']);
  });

  it.each([
    ['secret', 'secret-in-repository'],
    ['lfs-pointer', 'lfs-pointer-model'],
    ['absent', 'absent-blob'],
    ['symlink', 'symlink-escape'],
    ['name', 'non-portable-name'],
    ['unfetched', 'model-not-fetched'],
    ['submodule', 'left-out'],
    ['too-large', 'left-out'],
    ['unreadable', 'left-out'],
  ] as const)('tell of refused files: %s by %s', (kind, rule) => {
    expect(findings(rule, refusal(kind))).toMatchObject([
      { path: 'x', kind, message: 'It is so.', advice: 'Do this.' },
    ]);
  });
});

describe('dangerous-model', () => {
  it('gives one finding per model and kind, with the first place and the number of the others', () => {
    const call = (name: string, offset: number) => ({
      kind: 'callable' as const,
      code: 'global-call',
      name,
      message: `loading calls ${name}`,
      offset,
    });
    const bad = inspection('evil.pkl', {
      format: 'pickle',
      loading: 'code',
      globals: ['os.system', 'os.popen'],
      observations: [call('os.system', 12), call('os.popen', 40)],
    });
    expect(findings('dangerous-model', { inspections: [bad] })).toMatchObject([
      {
        path: 'evil.pkl',
        kind: 'dangerous-global',
        severity: 'error',
        offset: 12,
        message: 'Loading calls os.system (and 1 more like it).',
      },
    ]);
    // Nothing else is asked of a file that must go.
    expect(findings('closed-format-only', { inspections: [bad] })).toEqual([]);
  });
});

describe('lfs-pointer-model', () => {
  it('tells of a pointer once, whoever noticed it', () => {
    const pointer = inspection('x', {
      format: 'git-lfs-pointer',
      observations: [{ kind: 'unread', code: 'lfs-pointer', message: 'expected a model, found a pointer' }],
    });
    expect(findings('lfs-pointer-model', { inspections: [pointer] })).toHaveLength(1);
    expect(findings('lfs-pointer-model', { inspections: [pointer], ...refusal('lfs-pointer') })).toHaveLength(1);
  });
});

describe('embedded-training-data', () => {
  const knn = inspection('knn.pkl', {
    format: 'pickle',
    loading: 'code',
    tensors: [tensor('steps.1.1._fit_X', [150, 4])],
    globals: ['numpy.ndarray'],
  });

  it('stops until somebody decides', () => {
    expect(findings('embedded-training-data', { inspections: [knn] })).toMatchObject([
      { severity: 'error', path: 'knn.pkl', confidence: 'high' },
    ]);
    for (const embeddedData of ['accept', 'exclude'] as const)
      expect(
        findings('embedded-training-data', { inspections: [knn], config: { ...DEFAULT_CONFIG, embeddedData } }),
      ).toEqual([]);
  });

  it('believes a reader that says so, and is less sure of a table that is only named', () => {
    const frame = inspection('lm.rds', {
      format: 'r-rds',
      facts: [{ key: 'embedded_data', value: [{ path: '$model', rows: 32, bytes: 900 }], where: 'object' }],
    });
    expect(findings('embedded-training-data', { inspections: [frame] })[0]!.message).toBe(
      'The model holds data it was fitted to: `$model` (32 rows). Whoever gets the archive gets these rows.',
    );
    const table = inspection('m.pkl', { format: 'pickle', globals: ['pandas.core.frame.DataFrame'] });
    expect(findings('embedded-training-data', { inspections: [table] })).toMatchObject([{ confidence: 'medium' }]);
  });

  it('knows rows of trees, clusterings and propagations, arrays by their names, and tables of pandas 3', () => {
    const messageOf = (sketch: Parameters<typeof inspection>[1]): string =>
      findings('embedded-training-data', { inspections: [inspection('m.pkl', { format: 'pickle', ...sketch })] })[0]!
        .message;
    expect(messageOf({ tensors: [tensor('tree_.0', [80, 3])] })).toContain('a neighbors tree (`tree_.0`, 80 rows)');
    expect(messageOf({ tensors: [tensor('X_', [80, 3])] })).toContain('a propagation of labels');
    expect(messageOf({ tensors: [tensor('X_train', [80, 3])] })).toContain('called training data (`X_train`, 80 rows)');
    expect(messageOf({ globals: ['pandas.DataFrame'] })).toContain('a data table');
    const cores = [tensor('a.core_sample_indices_', [8]), tensor('a.components_', [8, 3])];
    expect(messageOf({ tensors: cores })).toContain('samples of a clustering');
    const principal = inspection('m.pkl', { format: 'pickle', tensors: [tensor('components_', [2, 3])] });
    expect(findings('embedded-training-data', { inspections: [principal] })).toEqual([]);
  });

  it('does not take empty or other arrays for rows', () => {
    const fine = inspection('m.pkl', {
      format: 'pickle',
      tensors: [tensor('_fit_X', [0, 4]), tensor('coef_', [3, 4])],
    });
    expect(findings('embedded-training-data', { inspections: [fine] })).toEqual([]);
  });
});

describe('broken-model and unread-model', () => {
  it('give the advice that fits what happened', () => {
    const of = (rule: string, code: string): string | undefined =>
      findings(rule, {
        inspections: [inspection('m.onnx', { format: 'onnx', observations: [{ kind: 'unread', code, message: 'x' }] })],
      })[0]?.advice;
    expect(of('broken-model', 'truncated')).toContain('too early');
    expect(of('broken-model', 'missing-file')).toContain('missing file');
    expect(of('unread-model', 'encrypted')).toContain('password');
    expect(of('unread-model', 'toString')).toContain('byte by byte');
  });
});

describe('closed-format-only', () => {
  it('asks for an open copy of each native model without one', () => {
    const [onnx, native] = goodModels();
    expect(findings('closed-format-only', { inspections: [native!] })).toMatchObject([
      { path: 'model.pt', severity: 'warning' },
    ]);
    expect(findings('closed-format-only', { inspections: [onnx!, native!] })).toEqual([]);
    expect(findings('closed-format-only', { inspections: [onnx!] })).toEqual([]);
  });
});

describe('stale-export', () => {
  it('names both files at the place of the copy', () => {
    const [onnx, native] = goodModels();
    const stale = { ...onnx!, digests: ['0', '1'] };
    expect(findings('stale-export', { inspections: [stale, native!] })).toMatchObject([
      { path: 'model.onnx', message: expect.stringContaining('`model.pt`') },
    ]);
  });
});

describe('state-dict-preferred and code-needed-to-load', () => {
  it('say one thing about one file', () => {
    const whole = inspection('m.pt', {
      format: 'pytorch-zip',
      loading: 'code',
      weightsOnlyLoadable: false,
      globals: ['torch.nn.modules.linear.Linear', 'my.Net', 'collections.OrderedDict'],
    });
    const [found] = findings('state-dict-preferred', { inspections: [whole] });
    expect(found!.message).toContain('it needs `torch.nn.modules.linear.Linear` and `my.Net`');
    expect(findings('code-needed-to-load', { inspections: [whole] })).toEqual([]);
    const pipeline = inspection('p.joblib', {
      format: 'pickle',
      loading: 'code',
      globals: ['sklearn.pipeline.Pipeline'],
      needs: [{ package: 'scikit-learn', version: '1.5.0', evidence: '' }],
    });
    expect(findings('state-dict-preferred', { inspections: [pipeline] })).toEqual([]);
    expect(findings('code-needed-to-load', { inspections: [pipeline] })).toMatchObject([
      { severity: 'note', message: expect.stringContaining('`scikit-learn`') },
    ]);
  });
});

describe('seeds', () => {
  const seed = (grade: Seed['grade']): Seed => ({
    path: 'train.py',
    line: 7,
    library: 'torch',
    value: null,
    how: 'cli-default',
    scope: 'training',
    grade,
  });

  it('tells a seed that comes too late from one that lacks', () => {
    const draw = { library: 'torch', what: 'transformers.M.from_pretrained', where: 'a.py:15' };
    const late = { script: 'train.py', seeded: 'partly' as const, missing: ['torch'], late: [draw], why: '' };
    expect(findings('seed-partial', evidence({ training: [late] }))).toMatchObject([
      {
        message: '`torch` is drawn from before it is seeded (`transformers.M.from_pretrained`, `a.py:15`).',
        advice: 'Seed before models and data are made.',
      },
    ]);
    const both = { ...late, missing: ['numpy', 'torch'] };
    expect(findings('seed-partial', evidence({ training: [both] }))).toMatchObject([
      {
        message:
          'Seeded, but not `numpy`. `torch` is drawn from before it is seeded (`transformers.M.from_pretrained`, `a.py:15`).',
        advice: 'Add `numpy.random.seed(42)`. Seed before models and data are made.',
      },
    ]);
  });

  it('asks for no seed of a program that saves nothing beside one that does', () => {
    const run = { script: 'loss.py', seeded: 'no' as const, missing: ['torch'], why: '' };
    const script = { path: 'loss.py', language: 'python' as const, role: 'train' as const, writes: [] };
    expect(findings('seed-missing', evidence({ training: [run], scripts: [script] }))).toHaveLength(1);
    const beside = evidence({
      training: [...GOOD_EVIDENCE.training, run],
      scripts: [...GOOD_EVIDENCE.scripts, script],
    });
    expect(findings('seed-missing', beside)).toEqual([]);
  });

  it('are missing where nothing seeds, with the calls to add', () => {
    const [found] = findings('seed-missing', {
      ...training({ missing: ['torch', 'numpy'], why: 'no seeding call is reached' }),
      ...{},
    });
    expect(found).toMatchObject({
      path: 'train.py',
      advice: 'Set `torch.manual_seed(42)`, `numpy.random.seed(42)` at the start of the script.',
    });
  });

  it.each(['default-none', 'dynamic', 'conditional', 'declared-unused'] as const)(
    'are not recorded where the grade is %s',
    (grade) => {
      const part = evidence({
        training: [{ script: 'train.py', seeded: 'no', missing: ['torch'], why: '' }],
        seeds: [seed(grade)],
      });
      expect(findings('seed-not-recorded', part)).toMatchObject([{ path: 'train.py', line: 7 }]);
      expect(findings('seed-missing', part)).toEqual([]);
    },
  );

  it('are partial where some libraries are left', () => {
    expect(findings('seed-partial', training({ seeded: 'partly', missing: ['random'] }))).toMatchObject([
      { severity: 'note', message: 'Seeded, but not `random`.' },
    ]);
  });

  it.each(['yes', 'not-needed', 'unknown'] as const)('are no matter where the answer is %s', (seeded) => {
    for (const rule of ['seed-missing', 'seed-partial', 'seed-not-recorded'])
      expect(findings(rule, training({ seeded }))).toEqual([]);
  });
});

describe('environments', () => {
  const environment = (grade: Evidence['environments'][number]['grade'], path = 'requirements.txt') => ({
    path,
    ecosystem: 'pip',
    grade,
    pinned: 1,
    total: 3,
    hashed: 0,
    problems: [{ line: 2, message: 'a range' }],
  });

  it('are judged by the best file', () => {
    expect(
      findings('unpinned-environment', evidence({ environments: [environment('P0'), environment('P1', 'b.txt')] })),
    ).toMatchObject([
      { path: 'b.txt', line: 2, message: 'This file gives ranges of versions: 1 of 3 packages are exact.' },
    ]);
    expect(
      findings('unpinned-environment', evidence({ environments: [environment('PX'), environment('P2', 'b.txt')] })),
    ).toEqual([]);
  });

  it('need no packages where the language alone does it, and no tag of an image', () => {
    const lock = { ...environment('P0', 'renv.lock'), pinned: 0, total: 0, interpreter: '4.2.2' };
    expect(findings('unpinned-environment', evidence({ environments: [lock] }))).toEqual([]);
    const image = { ...environment('P2', 'Dockerfile'), ecosystem: 'docker' };
    expect(findings('unpinned-environment', evidence({ environments: [image, environment('P1')] }))).toMatchObject([
      { path: 'requirements.txt' },
    ]);
  });

  it('are missed once, with the command of the language', () => {
    const r = evidence({
      environments: [],
      framework: [{ package: 'stats', version: '', exact: 'no', where: '' }],
      scripts: [{ path: 'fit.R', language: 'r', role: 'train', writes: [] }],
    });
    expect(findings('unpinned-environment', r)).toMatchObject([
      { path: '.', advice: 'Run `renv::snapshot()` and commit `renv.lock`.' },
    ]);
    expect(findings('framework-not-pinned', r)).toEqual([]);
  });

  it('need the framework exact once, anywhere', () => {
    const row = (exact: 'yes' | 'no', where: string) => ({ package: 'torch', version: '>=2', exact, where });
    expect(
      findings('framework-not-pinned', evidence({ framework: [row('no', 'a.txt:3'), row('no', 'b.txt')] })),
    ).toMatchObject([{ path: 'a.txt' }]);
    expect(
      findings('framework-not-pinned', evidence({ framework: [row('no', 'a.txt'), row('yes', 'uv.lock')] })),
    ).toEqual([]);
  });

  it('must fit what the model says of itself', () => {
    const saved = (version: string) => ({
      inspections: [
        inspection('m.pt', { format: 'pytorch-zip', needs: [{ package: 'torch', version, evidence: '' }] }),
      ],
    });
    expect(findings('framework-mismatch', saved('1.13.1'))).toMatchObject([
      { path: 'm.pt', message: 'Saved with `torch 1.13.1`, but `uv.lock` pins `2.13.0`.' },
    ]);
    for (const fine of ['2.13.0', '2.13.0+cpu', '', 'unknown'])
      expect(findings('framework-mismatch', saved(fine))).toEqual([]);
  });
});

describe('what a model file records', () => {
  const saved = (facts: [string, unknown][], path = 'm.pt') => [
    inspection(path, {
      format: 'pytorch-zip',
      facts: facts.map(([key, value]) => ({ key, value, where: 'data.pkl' })),
    }),
  ];
  const seed = (value: number, path: string, how: Seed['how']): Seed => ({
    path,
    line: 1,
    library: 'torch',
    value,
    how,
    scope: 'training',
    grade: 'fixed',
  });
  const told = (facts: [string, unknown][], part: Partial<Evidence>) =>
    findings('facts-conflict', { inspections: saved(facts), ...evidence(part) }).map(({ kind, confidence }) => [
      kind,
      confidence,
    ]);

  it('must fit the seeds, settings and license of the repository', () => {
    const seeds = [seed(43, 'configs/train.yaml', 'config')];
    const hyperparameters = [{ source: 'configs/train.yaml', values: { 'optimizer.lr': 0.01, batch_size: 8 } }];
    expect(
      told(
        [
          ['hyper_parameters.seed', 42],
          ['hyper_parameters.lr', 0.02],
          ['hyper_parameters.batch_size', 8],
        ],
        { seeds, hyperparameters },
      ),
    ).toEqual([
      ['setting-conflict', 'medium'],
      ['seed-conflict', 'medium'],
    ]);
    expect(
      findings('facts-conflict', {
        inspections: saved([['hyper_parameters.lr', 0.02]]),
        ...evidence({ hyperparameters }),
      }),
    ).toMatchObject([{ message: 'The file records the learning rate `0.02`, but `configs/train.yaml` says `0.01`.' }]);
    const license = { path: 'LICENSE', spdx: 'MIT', where: 'file' } as const;
    expect(told([['general.license', 'apache-2.0']], { documents: { ...GOOD_EVIDENCE.documents, license } })).toEqual([
      ['license-conflict', 'medium'],
    ]);
  });

  it('is no conflict where it fits, where nobody says, or where it belongs to a part', () => {
    const seeds = [seed(42, 'train.py', 'call')];
    expect(told([['random_state', 42]], { seeds })).toEqual([]);
    expect(told([['seed', 0]], { seeds })).toEqual([]);
    expect(
      told(
        [
          ['estimators_.0.random_state', 7],
          ['layers.drop.seed', 7],
        ],
        { seeds },
      ),
    ).toEqual([]);
    expect(told([['seed', 7]], { seeds: [] })).toEqual([]);
    const license = { path: 'LICENSE', spdx: 'MIT', where: 'file' } as const;
    for (const same of ['mit', 'MIT', 'other', 'a text of its own'])
      expect(told([['license', same]], { documents: { ...GOOD_EVIDENCE.documents, license } })).toEqual([]);
  });

  it('is told with low confidence where only settings differ', () => {
    const seeds = [seed(42, 'train.py', 'call'), seed(43, 'old.yaml', 'config'), seed(44, 'other.py', 'call')];
    expect(told([['seed', 42]], { seeds })).toEqual([['seed-conflict', 'low']]);
  });

  it('names the base model of an adapter, unless it is here or pinned', () => {
    const adapter = (revision: string | null, base: string | null = 'org/base') =>
      findings('adapter-base', {
        inspections: saved([
          ['peft_type', 'LORA'],
          ['base_model_name_or_path', base],
          ['revision', revision],
        ]),
      }).map(({ kind }) => kind);
    expect(adapter(null)).toEqual(['base-not-pinned']);
    expect(adapter('main')).toEqual(['base-not-pinned']);
    expect(adapter('0'.repeat(40))).toEqual([]);
    expect(adapter(null, null)).toEqual(['base-unnamed']);
    expect(findings('adapter-base', { inspections: saved([['base_model_name_or_path', 'org/base']]) })).toEqual([]);
  });
});

describe('documents', () => {
  it('need a license file with a known text', () => {
    const of = (license: Evidence['documents']['license']) =>
      findings('license-missing', documents({ license })).map(({ kind, path }) => [kind, path]);
    expect(of(null)).toEqual([['license-missing', '.']]);
    expect(of({ path: 'README.md', spdx: 'MIT', where: 'readme' })).toEqual([['license-not-a-file', 'README.md']]);
    expect(of({ path: 'LICENSE', spdx: null, where: 'file' })).toEqual([['license-unknown', 'LICENSE']]);
  });

  it('need a citation that Zenodo takes', () => {
    expect(findings('citation-missing', documents({ citation: null }))).toHaveLength(1);
    const invalid = {
      path: 'CITATION.cff',
      valid: false,
      problems: [{ line: 4, message: 'license: expected an SPDX id, found "CC-BY-SA 4.0"' }, { message: 'x' }],
    };
    expect(findings('citation-invalid', documents({ citation: invalid }))).toMatchObject([
      { line: 4, message: expect.stringContaining('(and 1 more)') },
    ]);
  });

  it('need the version of the tag', () => {
    const of = (tag: string, version: string) =>
      findings('version-mismatch', {
        tag,
        ...documents({ citation: { path: 'CITATION.cff', valid: true, problems: [], version } }),
      }).length;
    expect(of('v1.0.0', '1.0.0')).toBe(0);
    expect(of('release-1.0.0', 'v1.0.0')).toBe(0);
    expect(of('v1.0.1', '1.0.0')).toBe(1);
    expect(of('nightly', '1.0.0')).toBe(0);
    expect(of('', '1.0.0')).toBe(0);
  });
});

describe('making', () => {
  it('asks for a training script once', () => {
    const without = evidence({ scripts: [], training: [] });
    expect(findings('training-script-missing', without)).toHaveLength(1);
    expect(findings('model-without-script', without)).toEqual([]);
    const other = evidence({
      scripts: [{ ...GOOD_EVIDENCE.scripts[0]!, writes: [{ model: 'other.pt', line: 1, how: 'torch.save' }] }],
    });
    expect(findings('model-without-script', other)).toMatchObject([{ path: 'model.pt', confidence: 'medium' }]);
  });

  it('asks for the data unless it is packed or cited', () => {
    const source = { kind: 'local' as const, value: '~/final.csv', path: 'train.py', line: 3, packed: false };
    expect(findings('training-data-uncited', evidence({ dataSources: [] }))).toMatchObject([{ path: '.' }]);
    expect(findings('training-data-uncited', evidence({ dataSources: [source] }))).toMatchObject([
      { path: 'train.py', line: 3, message: expect.stringContaining('`~/final.csv`') },
    ]);
    expect(findings('training-data-uncited', evidence({ dataSources: [{ ...source, packed: true }] }))).toEqual([]);
  });

  it('asks for hardware and more than one checkpoint', () => {
    expect(findings('hardware-unrecorded', evidence({ hardware: [] }))).toHaveLength(1);
    const asked = (value: string) => evidence({ hardware: [{ key: 'model.gpus', value, where: 'a.yaml:1' }] });
    expect(findings('hardware-unrecorded', asked('2'))).toHaveLength(1);
    expect(findings('hardware-unrecorded', asked('A100'))).toHaveLength(0);
    const two = [
      inspection('e1.pt', { format: 'pytorch-zip', needs: [{ package: 'torch', version: '', evidence: '' }] }),
      inspection('e2.pt', { format: 'pytorch-zip' }),
    ];
    expect(findings('checkpoints-single', { inspections: two })).toEqual([]);
    expect(
      findings('checkpoints-single', {
        inspections: [
          inspection('m.rds', { format: 'r-rds', needs: [{ package: 'R', version: '4.2.2', evidence: '' }] }),
        ],
      }),
    ).toEqual([]);
  });

  it('notes home folders in model files without repeating the name', () => {
    const [found] = findings('embedded-paths', {
      inspections: [
        inspection('m.onnx', { format: 'onnx', facts: [{ key: 'k', value: { deep: '/home/anna/x.py' }, where: '' }] }),
      ],
    });
    expect(found!.path).toBe('m.onnx');
    expect(JSON.stringify(found)).not.toContain('anna');
  });
});

describe('names', () => {
  it.each(['a:b', 'x/CON', 'nul.txt', 'a.', 'tab\there', 'a\u0301', 'x'.repeat(201), 'a\\b'])('notes %j', (path) => {
    expect(findings('non-portable-name', { files: [{ path, role: 'other', size: 1, sha256: '' }] })).toHaveLength(1);
  });

  it('notes names that differ only in case, and passes ordinary ones', () => {
    const files = (...paths: string[]) => ({
      files: paths.map((path) => ({ path, role: 'other' as const, size: 1, sha256: '' })),
    });
    expect(findings('non-portable-name', files('README.md', 'readme.md'))).toMatchObject([{ path: 'readme.md' }]);
    expect(findings('non-portable-name', files('a/ü.txt', 'data/x (1).csv', '.gitignore', 'console.py'))).toEqual([]);
  });

  it.each(['a/nul.txt', 'COM¹', 'Nul .csv'])('notes %s, a device on Windows', (path) => {
    const files = [{ path, role: 'other' as const, size: 1, sha256: '' }];
    expect(findings('non-portable-name', { files })).toMatchObject([
      { path, message: 'The name is a device on Windows.' },
    ]);
  });
});

describe('unread-evidence', () => {
  it('says what could not be read and why', () => {
    expect(
      findings('unread-evidence', evidence({ unread: [{ path: 'a.ipynb', reason: 'expected JSON, found `x`' }] })),
    ).toMatchObject([{ path: 'a.ipynb', message: "Expected JSON, found 'x'." }]);
  });
});

describe('no-models', () => {
  it('is kind, and silent where models are only not here', () => {
    expect(findings('no-models', { inspections: [], evidence: NO_EVIDENCE })).toMatchObject([
      { severity: 'note', path: '.' },
    ]);
    expect(findings('no-models', { inspections: [], ...refusal('unfetched') })).toEqual([]);
  });
});

describe('unsafe-loading', () => {
  const load = { path: 'a.py', line: 3, call: 'torch.load(weights_only=False)' };

  it('names the line and what to write instead', () => {
    expect(findings('unsafe-loading', evidence({ unsafeLoads: [load] }))).toMatchObject([
      {
        path: 'a.py',
        line: 3,
        kind: 'code-file',
        severity: 'warning',
        message: expect.stringContaining('a checkpoint may run code'),
        advice: expect.stringContaining('Write `weights_only=True`'),
      },
    ]);
  });

  it('adds that old versions of torch have no guard at all', () => {
    const torch = { package: 'torch', version: '2.5.1', exact: 'yes' as const, where: 'requirements.txt:1' };
    const [found] = findings('unsafe-loading', evidence({ unsafeLoads: [load], framework: [torch] }));
    expect(found?.advice).toContain('CVE-2025-32434');
  });

  it('tells of checkpoints that are fetched only where torch is too old to guard them', () => {
    const unsafeLoads = [{ ...load, call: 'torch.load of a download' }];
    const ofTorch = (version: string) =>
      findings(
        'unsafe-loading',
        evidence({
          unsafeLoads,
          framework: [{ package: 'torch', version, exact: 'yes', where: 'requirements.txt:1' }],
        }),
      );
    expect(ofTorch('2.5.1')).toHaveLength(1);
    expect(ofTorch('2.6.0')).toEqual([]);
    expect(findings('unsafe-loading', evidence({ unsafeLoads }))).toEqual([]);
  });
});
