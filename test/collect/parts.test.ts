import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CollectedFile } from '../../src/collect/collection.js';
import { pathMatcher, patternSet } from '../../src/collect/glob.js';
import { junkFinder } from '../../src/collect/junk.js';
import { parseLfsPointer } from '../../src/collect/lfs-pointer.js';
import { linkResolver, sortLinks } from '../../src/collect/links.js';
import { roleOf } from '../../src/collect/roles.js';
import { limitTrainingData } from '../../src/collect/training-data.js';
import { treeAccess } from '../../src/collect/tree-access.js';
import type { TreeEntry } from '../../src/tree/tree.js';
import { ended } from '../ended.js';

const file = (path: string): TreeEntry => ({ path, kind: 'file', size: 1, executable: false });
const link = (path: string, target?: string): TreeEntry => ({
  path,
  kind: 'symlink',
  size: 1,
  executable: false,
  ...(target !== undefined && { target }),
});

describe('pathMatcher', () => {
  it('reads patterns as .gitignore does: names anywhere, paths from the root, folders with all below', () => {
    const cases: [pattern: string, yes: string[], no: string[]][] = [
      ['*.pt', ['a.pt', 'x/y/a.pt'], ['a.pth', 'a.pt.txt']],
      ['runs/*.pt', ['runs/a.pt'], ['x/runs/a.pt', 'runs/x/a.pt']],
      ['./runs/**', ['runs/a', 'runs/x/y'], ['run/a']],
      ['/a.txt', ['a.txt'], ['x/a.txt']],
      ['data/', ['data/x', 'y/data/x', 'data/a/b'], ['database/x']],
      ['data', ['data/x', 'y/data/z'], ['data.csv']],
      ['models/{a,b}.onnx', ['models/a.onnx', 'models/b.onnx'], ['models/c.onnx']],
      ['**/*.ckpt', ['a.ckpt', 'x/y/a.ckpt'], ['a']],
      ['.hidden/*', ['.hidden/a'], ['hidden/a']],
      ['model [1].bin', ['model 1.bin'], ['model [1].bin']],
    ];
    for (const [pattern, yes, no] of cases) {
      const matches = pathMatcher(pattern);
      for (const path of yes) expect([pattern, path, matches(path)]).toEqual([pattern, path, true]);
      for (const path of no) expect([pattern, path, matches(path)]).toEqual([pattern, path, false]);
    }
  });

  it('never throws and never hangs for what people may write', async () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (pattern, path) => typeof pathMatcher(pattern)(path) === 'boolean',
      ),
    );
    const hostile = () => [
      pathMatcher('*a*a*a*a*a*a*a*a*a*a*a*b')('a'.repeat(5000)),
      pathMatcher(`${'**/a/'.repeat(50)}b`)('a/'.repeat(5000)),
      pathMatcher('{a,b}'.repeat(100))('a'.repeat(100)),
      pathMatcher('+(a|aa)+(a|aa)+(a|aa)b')('a'.repeat(200)),
    ];
    expect(await ended(hostile)).toEqual([false, false, false, false]);
  });

  it('remembers which patterns were of use', () => {
    const set = patternSet(['*.pt', '*.onnx']);
    expect([set.match('a.pt'), set.match('a.txt'), set.unused()]).toEqual(['*.pt', undefined, ['*.onnx']]);
  });
});

describe('junkFinder', () => {
  it('knows caches, environments, editor state and our own output', () => {
    const paths = [
      'a/__pycache__/b.pyc',
      'node_modules/x/y.js',
      'myenv/pyvenv.cfg',
      'myenv/lib/x.py',
      '.DS_Store',
      'r/renv/library/x',
      'x.egg-info/PKG-INFO',
      'c.pyc',
      'note~',
      'out/iris-v1.zip',
      'out/iris-v1.zip.sha256',
      'out/iris-v1.events.json',
      'out/iris-v1.report.html',
      '.ipynb_checkpoints/a.ipynb',
    ];
    const junk = junkFinder(paths);
    expect(paths.map((path) => junk(path)?.path)).toEqual([
      'a/__pycache__/',
      'node_modules/',
      'myenv/',
      'myenv/',
      '.DS_Store',
      'r/renv/library/',
      'x.egg-info/',
      'c.pyc',
      'note~',
      'out/iris-v1.zip',
      'out/iris-v1.zip.sha256',
      'out/iris-v1.events.json',
      'out/iris-v1.report.html',
      '.ipynb_checkpoints/',
    ]);
  });

  it('leaves work alone that is only named alike', () => {
    const paths = [
      'env/model.py',
      'environment.yml',
      'data/archive.zip',
      'out/report.html',
      'renv/activate.R',
      'cache.py',
      'venv.md',
      '.github/workflows/a.yml',
      '.dvc/config',
      'events.json',
    ];
    const junk = junkFinder(paths);
    for (const path of paths) expect([path, junk(path)]).toEqual([path, null]);
  });
});

describe('parseLfsPointer', () => {
  const oid = 'ab'.repeat(32);
  it('reads pointers, also with extensions and Windows line ends', () => {
    expect(parseLfsPointer(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12\n`)).toEqual({
      sha256: oid,
      size: 12,
    });
    expect(
      parseLfsPointer(
        `version https://git-lfs.github.com/spec/v1\r\next-0-x sha256:${oid}\r\noid sha256:${oid}\r\nsize 0\r\n`,
      ),
    ).toEqual({ sha256: oid, size: 0 });
  });
  it('rejects everything else', () => {
    for (const text of [
      '',
      'version https://git-lfs.github.com/spec/v1',
      `oid sha256:${oid}\nsize 1`,
      `version https://git-lfs.github.com/spec/v1\noid sha256:xyz\nsize 1\n`,
      `# version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 1\n`,
    ])
      expect(parseLfsPointer(text)).toBeNull();
  });
});

describe('linkResolver', () => {
  const entries = [
    file('a/b/c.txt'),
    file('top.txt'),
    link('a/up', '../top.txt'),
    link('dir', 'a/b'),
    link('through', 'dir/c.txt'),
    link('chain', 'through'),
    link('self', '.'),
    link('out', '../x'),
    link('a/out', '../../x'),
    link('abs', '/etc/passwd'),
    link('win', 'C:\\x'),
    link('dangling', 'nothing'),
    link('l1', 'l2'),
    link('l2', 'l1'),
    link('me', 'me'),
    link('viaout', 'dir/../../../x'),
    link('unread'),
  ];
  it('follows links inside the tree and names what is wrong with the others', () => {
    const resolver = linkResolver(entries);
    const results = Object.fromEntries(
      entries
        .filter((entry) => entry.kind === 'symlink')
        .map((entry) => {
          const found = resolver.resolve(entry);
          return [entry.path, 'target' in found ? found.target : `! ${found.problem}`];
        }),
    );
    expect(results).toEqual({
      'a/up': 'top.txt',
      dir: 'a/b',
      through: 'a/b/c.txt',
      chain: 'a/b/c.txt',
      self: '',
      out: '! it leads out of the tree',
      'a/out': '! it leads out of the tree',
      abs: '! its target is an absolute path',
      win: '! its target is an absolute path',
      dangling: '! its target does not exist',
      l1: '! it leads in a circle',
      l2: '! it leads in a circle',
      me: '! it leads in a circle',
      viaout: '! it leads out of the tree',
      unread: '! its target cannot be read',
    });
  });
  it('records the first and refuses the second', () => {
    const { links, refused } = sortLinks(
      [link('a/up', '../top.txt'), link('abs', '/etc/passwd')],
      linkResolver(entries),
    );
    expect(links).toEqual([{ path: 'a/up', target: 'top.txt' }]);
    expect(refused).toMatchObject([
      { path: 'abs', kind: 'symlink', reason: 'symbolic link: its target is an absolute path' },
    ]);
  });
  it('ends for every tangle of links', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const target = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', '..', '.'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, target), { selector: ([path]) => path }), (links) => {
        const tangle = links.map(([path, to]) => link(path, to));
        const resolver = linkResolver(tangle);
        return tangle.every((entry) => Object.keys(resolver.resolve(entry)).length === 1);
      }),
    );
  });
});

describe('roleOf', () => {
  it('decides by name, folder and extension', () => {
    const cases: Record<string, string[]> = {
      license: ['LICENSE', 'COPYING.txt', 'LICENCE.md', 'LICENSES/MIT.txt', 'NOTICE'],
      citation: ['CITATION.cff', '.zenodo.json', 'codemeta.json'],
      'model-card': ['MODEL_CARD.md', 'docs/model-card.md', 'content/02-model-card/document.qmd'],
      notebook: ['a.ipynb', 'paper.Rmd', 'paper.qmd'],
      environment: [
        'requirements.txt',
        'requirements-dev.txt',
        'REQUIREMENTS.txt',
        'environment.yml',
        'renv.lock',
        'uv.lock',
        'pyproject.toml',
        'Dockerfile',
        'Dockerfile.gpu',
        'DESCRIPTION',
        'Manifest.toml',
        'renv/activate.R',
        '.python-version',
        'requirements/base.txt',
      ],
      config: [
        'params.yaml',
        'configs/train.yaml',
        'configs/data/mnist.yaml',
        'configs/eval.yaml',
        'dvc.yaml',
        'dvc.lock',
        'data/data.xml.dvc',
        '.gitignore',
        'data/.gitignore',
        '.dvc/config',
        '.github/workflows/a.yml',
        'model/config.json',
      ],
      metrics: [
        'metrics.json',
        'results/scores.csv',
        'training_log.csv',
        'history.csv',
        'events.out.tfevents.1.x',
        'eval/live/metrics.json',
        'KDEF_emotion_training.log',
      ],
      script: ['train.py', 'R/fit.R', 'run.sh', 'Makefile', 'data/__init__.py', 'src/model.jl', 'Snakefile'],
      document: ['README.md', 'docs/index.rst', 'fig.png', 'CHANGELOG', 'data/README.md', 'report.pdf'],
      'training-data': [
        'train.csv',
        'data/x.parquet',
        'data/images/1.png',
        'data/raw/a.json',
        'iris.tsv',
        'datasets/x.zip',
      ],
      other: [
        'tests/data/test.wav',
        'submission.csv',
        'tuning/example_dataframe.feather',
        'blob',
        'tests/resources/data/guitarset/dummy_index.json',
      ],
    };
    for (const [role, paths] of Object.entries(cases))
      for (const path of paths) expect([path, roleOf(path, undefined, 1).role]).toEqual([path, role]);
  });

  it('lets content speak before names', () => {
    expect(roleOf('README.md', '---\nlicense: mit\nlibrary_name: sklearn\n---\n# X', 9)).toEqual({
      role: 'model-card',
      why: 'front matter of a model card',
    });
    expect(roleOf('README.md', '# Iris\n', 9).role).toBe('document');
    expect(roleOf('bin/train', '#!/usr/bin/env python3\n', 9).role).toBe('script');
    expect(roleOf('x/manifest.json', '{"version":1,"platform":"4.4.0","metadata":{}}', 9).role).toBe('environment');
  });

  it('decides for every path, with a reason', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.option(fc.string(), { nil: undefined }),
        (path, head) => roleOf(path, head, 1).why !== '',
      ),
    );
  });
});

describe('limitTrainingData', () => {
  const data = (path: string, size: number, role: CollectedFile['role'] = 'training-data'): CollectedFile => ({
    path,
    role,
    size,
    entry: file(path),
  });
  it('refuses large files, then the largest folder while all together are too much', () => {
    const files = [data('big.csv', 200), data('a/1', 40), data('a/2', 40), data('b/1', 50), data('m.pt', 999, 'model')];
    const limited = limitTrainingData(files, 100);
    expect(limited.files.map(({ path }) => path)).toEqual(['b/1', 'm.pt']);
    expect(limited.refused.map(({ path, kind }) => [path, kind])).toEqual([
      ['big.csv', 'too-large'],
      ['a/', 'too-large'],
    ]);
    expect(limitTrainingData(files, 1000)).toEqual({ files, refused: [] });
  });
});

describe('treeAccess', () => {
  const access = treeAccess(
    async (path) => {
      throw new Error(path);
    },
    [file('a/b'), file('a-c'), file('a/d/e'), link('a/l'), file('a0')],
  );
  it('lists folders, tells kinds and knows no links', async () => {
    expect(await access.list('')).toEqual(['a-c', 'a/b', 'a/d/e', 'a0']);
    expect(await access.list('.')).toEqual(['a-c', 'a/b', 'a/d/e', 'a0']);
    expect(await access.list('a')).toEqual(['b', 'd/e']);
    expect(await access.list('a/')).toEqual(['b', 'd/e']);
    expect(await access.list('x')).toEqual([]);
    expect(await Promise.all(['', 'a', 'a/b', 'a/l', 'a/d', 'x'].map((path) => access.kind(path)))).toEqual([
      'directory',
      'directory',
      'file',
      'symlink',
      'directory',
      'missing',
    ]);
    await expect(access.open('./a/b')).rejects.toThrow('a/b');
  });
});
