import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../thorough.js';
import { code, evidenceOf } from './evidence-of.js';

const seeds = async (...lines: string[]): Promise<unknown[]> =>
  (await evidenceOf({ 'a.py': code('import random', ...lines) })).seeds.map(({ value }) => value);

describe('the walk through a program', () => {
  it('resolves imports of the repository: absolute, relative, packages, src folders, stars', async () => {
    const files = {
      'src/pkg/__init__.py': code('from .deep import VALUE'),
      'src/pkg/deep.py': code('VALUE = 4'),
      'src/pkg/sub/mod.py': code('from ..deep import VALUE as V', 'def get(): return V'),
      'names.py': code('OTHER = 6'),
      'main.py': code(
        'import random, pkg',
        'from pkg.sub.mod import get',
        'from names import *',
        'random.seed(pkg.VALUE)',
        'random.seed(get())',
        'random.seed(OTHER)',
      ),
    };
    const rows = (await evidenceOf(files)).seeds.filter(({ path }) => path === 'main.py');
    expect(rows.map(({ value }) => value)).toEqual([4, 4, 6]);
  });

  it('binds parameters, defaults, attributes, inheritance, super and properties', async () => {
    expect(
      await seeds(
        'class Base:',
        '    def __init__(self, seed=3): self.seed = seed',
        '    @property',
        '    def twice(self): return self.seed',
        'class Child(Base):',
        '    def __init__(self, *args, **kw):',
        '        super().__init__(*args, **kw)',
        '    def run(self): random.seed(self.twice)',
        'Child(seed=8).run()',
      ),
    ).toEqual([8, 8]);
  });

  it('takes the branch of an unmodified run, and looks into the other without effect', async () => {
    expect(await seeds('seed = 1', 'if 2 > 3:', '    seed = 2', 'random.seed(seed)')).toEqual([1, 1]);
    expect(
      await seeds(
        'import os',
        'on = int(os.environ.get("RANK", -1)) != -1',
        'seed = 5 if on else 6',
        'random.seed(seed)',
      ),
    ).toEqual([6]);
  });

  it('does not take a counter for its first value', async () => {
    const { scripts } = await evidenceOf({
      'a.py': code(
        'import torch',
        'n = 0',
        'while go():',
        '    n += 1',
        '    loss.backward()',
        '    torch.save(m, "c_%d.pt" % n)',
      ),
    });
    expect(scripts[0]?.writes[0]?.pattern).toBe('c_*.pt');
  });

  it('runs what is handed to threads, decorators and transformations', async () => {
    expect(
      await seeds(
        'import multiprocessing as mp',
        'def work(rank, seed):',
        '    random.seed(seed)',
        'mp.Process(target=work, args=(0, 12)).start()',
      ),
    ).toEqual([12, 12]);
  });

  it('makes what Hydra describes, and fills in its references', async () => {
    const reference = (key: string): string => ['$', '{', key, '}'].join('');
    const files = {
      'conf/train.yaml': `defaults:\n  - model: net\n  - _self_\nname: run\nout: logs/${reference('name')}\n`,
      'conf/model/net.yaml': `_target_: lib.Net\npath: ${reference('out')}/best.pt\n`,
      'lib.py': code(
        'import torch',
        'class Net:',
        '    def __init__(self, path): self.path = path',
        '    def save(self): torch.save(self, self.path)',
      ),
      'train.py': code(
        'import hydra',
        '@hydra.main(config_path="conf", config_name="train")',
        'def main(cfg):',
        '    net = hydra.utils.instantiate(cfg.model)',
        '    loss.backward()',
        '    net.save()',
        'main()',
      ),
    };
    expect((await evidenceOf(files)).scripts.find(({ path }) => path === 'train.py')?.writes).toMatchObject([
      { pattern: 'logs/run/best.pt', line: 6 },
    ]);
  });

  it('sees functions that nothing calls', async () => {
    expect(await seeds('def never(seed=9):', '    def inner(): random.seed(seed)', '    return inner')).toEqual([9, 9]);
  });

  it('ends on recursion, on cycles of imports, and on programs that multiply', async () => {
    const calls = Array.from({ length: 30 }, (_, i) => `def f${i}(x): return f${i + 1}(f${i + 1}(x))`);
    const files = {
      'a.py': code('import b', 'def f(x): return g(x)', 'def g(x): return f(x)', 'f(1)', ...calls, 'f0(1)'),
      'b.py': code('import a', 'from a import f', 'class C(C): pass', 'C()'),
      'r.R': 'f <- function(x) f(x)\nf(1)\nsource("r.R")\n',
      'j.jl': 'f(x) = f(x)\nf(1)\ninclude("j.jl")\n',
    };
    expect((await evidenceOf(files)).unread).toEqual([]);
  });

  it('ends on long chains of imports and on texts and lists that double', async () => {
    const chain = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`m${i}.py`, code(`import m${i + 1}`)]));
    const files = {
      ...chain,
      'text.py': code('s = "a"', ...Array.from({ length: 60 }, () => 's = s + s'), 'open(s)'),
      'format.py': code('s = "{}{}{}"', ...Array.from({ length: 40 }, () => 's = s.format(s, s, s)')),
      'list.py': code('s = [1]', ...Array.from({ length: 60 }, () => 's = s + s')),
    };
    expect((await evidenceOf(files)).seeds).toEqual([]);
  });

  it('ends on any mixture of statements', async () => {
    const line = fc.constantFrom(
      'x = {"a": x}',
      'x = x.a',
      'x = [x, *x]',
      'x += x',
      'def x(x=x): return x',
      'x = x(x)',
      'class x(x): y = x',
      'for x in x: x = x + "a"',
      'x = lambda: x()',
      'x.y = x',
      'x["k"] = x',
      'if x: x = 1',
      'with open(x) as x: x.read()',
      'x = f"{x}{x}"',
      'x = "%s" % x',
      'x = "{}".format(x)',
      'import x',
      'from x import *',
      'x = yaml.load(open("c.yaml"))',
      'x = x / "a"',
      'x = vars(x)',
      'x.update(x)',
      'x = getattr(x, "y")',
      'x = os.path.join(x, x)',
      'x = Path(x).parent',
      'return x',
      'x = [x for x in x]',
      'x = super().x',
      'x.append(x)',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 25 }), async (lines) => {
        await evidenceOf({
          'm.py': code('import os, yaml', 'from pathlib import Path', ...lines),
          'x.py': code(...lines.slice(5)),
          'c.yaml': 'a: &a\n  b: 1\n',
        });
      }),
      { numRuns: runs(150) },
    );
  });

  it('knows nothing of names that every object of ours has', async () => {
    const names = ['hasOwnProperty', 'constructor', 'toString', 'isPrototypeOf', '__proto__'];
    const python = names.flatMap((name) => [`${name}(1)`, `x = y.${name}(1)`, 'x.fit(2)']);
    const files = {
      'a.py': code('import random', ...python, 'random.seed(3)'),
      'a.R': code(...names.filter((name) => name !== '__proto__').map((name) => `x <- ${name}(1)`), 'set.seed(4)'),
      'a.jl': code('using Random', ...names.map((name) => `${name}(1)`), 'Random.seed!(5)'),
      'a.constructor': 'x = 1\n',
      'a.md': 'x',
      'a.qmd': '```{constructor}\nx\n```\n',
      'a.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: '%%constructor\nx' }], metadata: {} }),
    };
    const found = await evidenceOf(files);
    expect(found.seeds.map(({ value }) => value).sort()).toEqual([3, 4, 5]);
    expect(found.unread).toEqual([]);
  });

  it('forgets the beginning of a chain of calls that has no end, and of a name that nobody could say', async () => {
    const chain = Array.from({ length: 3000 }, () => 'x = x.next().estimator()');
    const long = `foo.${'Tokenizer'.repeat(1500)}()`;
    expect(await seeds('import foo', 'x = foo', ...chain, `y = ${long}`, 'y.fit()', 'random.seed(6)')).toEqual([6]);
  });
});
