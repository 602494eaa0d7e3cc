import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Expression, Program, Statement } from '../../../src/evidence/languages/program.js';
import { isProgram, readPrograms } from '../../../src/evidence/languages/read-program.js';
import { syntaxParsers } from '../../../src/evidence/languages/syntax.js';
import { runs } from '../../thorough.js';

const parsers = syntaxParsers();
async function read(path: string, text: string): Promise<Program[]> {
  const result = await readPrograms(path, text, parsers);
  if ('unread' in result) throw new Error(result.unread);
  return result.programs;
}
const statementsOf = async (path: string, text: string): Promise<Statement[]> =>
  (await read(path, text))[0]?.statements ?? [];

/** Calls by name and line, anywhere in the statements. */
function calls(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const item of value) calls(item, found);
  else if (typeof value === 'object' && value !== null) {
    const node = value as Partial<Expression> & { line?: number; cell?: number };
    if (node.kind === 'call' && 'callee' in node)
      found.push(`${(node.callee as Expression).text}@${node.cell === undefined ? '' : `${node.cell}:`}${node.line}`);
    for (const inner of Object.values(value)) calls(inner, found);
  }
  return found;
}

describe('Python', () => {
  it('reads imports with aliases, relative ones and stars', async () => {
    const statements = await statementsOf(
      'a.py',
      'import numpy as np, os.path\nfrom ..b import c as d, e\nfrom f import *\n',
    );
    expect(statements).toMatchObject([
      { kind: 'import', module: 'numpy', alias: 'np', level: 0 },
      { kind: 'import', module: 'os.path', level: 0 },
      {
        kind: 'import',
        module: 'b',
        level: 2,
        names: [
          { name: 'c', alias: 'd' },
          { name: 'e', alias: 'e' },
        ],
      },
      { kind: 'import', module: 'f', names: [{ name: '*', alias: '*' }] },
    ]);
  });

  it('reads chained assignments, annotations and augmented ones', async () => {
    const [chain, annotated, bare, counted] = await statementsOf('a.py', 'a = b = 1\nx: int = 2\ny: str\nn += 1\n');
    expect(chain).toMatchObject({ kind: 'assign', targets: [{ name: 'a' }, { name: 'b' }], value: { value: 1 } });
    expect(annotated).toMatchObject({ kind: 'assign', annotation: { name: 'int' }, value: { value: 2 } });
    expect(bare).not.toHaveProperty('value');
    expect(counted).toMatchObject({ kind: 'assign', operator: '+' });
  });

  it('reads strings: raw, joined, escaped, with holes', async () => {
    const statements = await statementsOf(
      'a.py',
      String.raw`a = 'x\ty' "z"` + '\n' + String.raw`b = r'\d'` + "\nc = f'{{{n:03d}}}.pt'\n",
    );
    expect(statements[0]).toMatchObject({ value: { kind: 'literal', value: 'x\tyz' } });
    expect(statements[1]).toMatchObject({ value: { kind: 'literal', value: '\\d' } });
    expect(statements[2]).toMatchObject({
      value: { kind: 'template', parts: ['{', { kind: 'name', name: 'n' }, '}.pt'] },
    });
  });

  it('turns elif into a condition inside else', async () => {
    const [first] = await statementsOf('a.py', 'if a:\n  f()\nelif b:\n  g()\nelse:\n  h()\n');
    expect(first).toMatchObject({
      kind: 'if',
      alternative: [{ kind: 'if', test: { name: 'b' }, alternative: [{ kind: 'expression' }] }],
    });
  });

  it('keeps the calls around broken syntax and Python 2', async () => {
    const [program] = await read('a.py', 'print "x", f(1)\ndef g(:\n  pass\nh(2)\n');
    expect(calls(program?.statements)).toEqual(expect.arrayContaining(['f@1', 'h@4']));
    expect(program?.broken.length).toBeGreaterThan(0);
  });
});

describe('R', () => {
  it('reads every arrow, functions, and packages', async () => {
    const statements = await statementsOf(
      'a.R',
      'x <- 1\n2 -> y\n"z" <- base::f(3)\ng <- function(a, b = 2, ...) { h(a) }\n',
    );
    expect(statements).toMatchObject([
      { kind: 'assign', targets: [{ name: 'x' }] },
      { kind: 'assign', targets: [{ name: 'y' }] },
      { kind: 'assign', targets: [{ name: 'z' }], value: { callee: { name: 'base::f' } } },
      {
        kind: 'function',
        name: 'g',
        parameters: [{ name: 'a' }, { name: 'b' }, { name: '...', rest: true }],
        body: [{ kind: 'return' }],
      },
    ]);
  });

  it('turns pipes into arguments, where the dot stands if there is one', async () => {
    const [native, dotted] = await statementsOf('a.R', 'd |> f(1)\nd %>% lm(y ~ x, data = .)\n');
    expect(native).toMatchObject({
      value: { callee: { name: 'f' }, arguments: [{ value: { name: 'd' } }, { value: { value: 1 } }] },
    });
    expect(dotted).toMatchObject({
      value: { callee: { name: 'lm' }, arguments: [{}, { name: 'data', value: { name: 'd' } }] },
    });
  });
});

describe('Julia', () => {
  it('reads imports, definitions, loops, macros and holes in strings', async () => {
    const text =
      'using Flux, BSON: @save\nf(x; seed=1) = g(x)\nfor i in 1:3\n  h("m_$(i).bson")\nend\n@save "m.bson" model\nopen("a") do io\n  k(io)\nend\n';
    const statements = await statementsOf('a.jl', text);
    expect(statements.map(({ kind }) => kind)).toEqual([
      'import',
      'import',
      'function',
      'loop',
      'expression',
      'expression',
    ]);
    expect(statements[2]).toMatchObject({
      name: 'f',
      parameters: [{ name: 'x' }, { name: 'seed', default: { value: 1 } }],
    });
    expect(calls(statements)).toEqual(['g@2', 'h@4', '@save@6', 'open@7', 'k@8']);
  });

  it('reads structs with defaults as classes', async () => {
    const [first] = await statementsOf(
      'a.jl',
      'Base.@kwdef mutable struct Args\n  seed = 7 # why\n  lr::Float64 = 1e-3\nend\n',
    );
    const text = JSON.stringify(first);
    expect(text).toContain('"kind":"class"');
    expect(text).toContain('"name":"seed"');
  });

  it('ends on any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            'end',
            'function f(',
            ')',
            '"',
            "'",
            '$(',
            '#=',
            'if',
            'do',
            '\n',
            '[',
            'x',
            '=',
            '@m ',
            ';',
            ':',
            '?',
            '->',
            '1',
            '.',
          ),
        ),
        async (parts) => {
          await read('a.jl', parts.join(' '));
        },
      ),
    );
  });
});

describe('shell', () => {
  it('reads words, quotes, continuations and separators, not comments or here documents', async () => {
    const [program] = await read(
      'a.sh',
      '#!/bin/sh\n# no\nwget "https://e.org/a b" \\\n  -O x && python train.py --seed=1; if true; then echo y; fi\ncat <<EOF\nwget z\nEOF\nend\n',
    );
    expect(program?.commands.map(({ words, line }) => [line, ...words])).toEqual([
      [3, 'wget', 'https://e.org/a b', '-O', 'x'],
      [3, 'python', 'train.py', '--seed=1'],
      [3, 'true'],
      [3, 'echo', 'y'],
      [5, 'cat', '<<EOF'],
      [8, 'end'],
    ]);
  });
});

describe('notebooks', () => {
  const notebook = (cells: string[][], language = 'python'): string =>
    JSON.stringify(
      {
        cells: cells.map((source) => ({ cell_type: 'code', source })),
        metadata: { language_info: { name: language } },
      },
      null,
      1,
    );

  it('gives each call its cell and its line in the raw file', async () => {
    const text = notebook([['import os\n'], ['x = 1\n', 'f(x)']]);
    const [program] = await read('a.ipynb', text);
    const line = text.split('\n').findIndex((row) => row.includes('f(x)')) + 1;
    expect(calls(program?.statements)).toEqual([`f@1:${line}`]);
  });

  it('masks magics and sends cells to their language', async () => {
    const programs = await read(
      'a.ipynb',
      notebook([
        ['%matplotlib inline\n', '!pip install x\n', '%time f(1)'],
        ['%%bash\n', 'wget y'],
        ['%%R\n', 'set.seed(3)'],
        ['%%html\n', '<b>g()</b>'],
      ]),
    );
    expect(programs.map(({ language }) => language)).toEqual(['python', 'shell', 'r']);
    expect(programs[0]?.broken).toEqual([]);
    expect(programs.map(({ statements }) => calls(statements))).toMatchObject([
      [expect.stringMatching(/^f@0/)],
      [],
      [expect.stringMatching(/^set\.seed@2/)],
    ]);
    expect(programs[1]?.commands.map(({ words }) => words[0])).toEqual(['pip', 'wget']);
  });

  it('says of a broken notebook where it breaks, in no words of the JavaScript engine', async () => {
    const text = '{"cells": [\n{"cell_type": "code", "source": ["print(1)';
    expect(await readPrograms('a.ipynb', text, parsers)).toEqual({
      unread: 'expected a notebook as JSON, found broken syntax at line 2',
    });
  });

  it('reads notebooks of one line, of the old format, and of R', async () => {
    const single = JSON.stringify({ cells: [{ cell_type: 'code', source: 'f()' }] });
    expect(calls((await read('a.ipynb', single))[0]?.statements)).toEqual(['f@0:1']);
    const old = JSON.stringify(
      { worksheets: [{ cells: [{ cell_type: 'code', input: ['g()'] }] }], metadata: {} },
      null,
      1,
    );
    expect(calls((await read('b.ipynb', old))[0]?.statements)).toEqual([expect.stringMatching(/^g@0:/)]);
    expect((await read('c.ipynb', notebook([['x <- 1']], 'R')))[0]).toMatchObject({
      language: 'r',
      statements: [{ kind: 'assign' }],
    });
  });

  it('says that a text is no notebook', async () => {
    expect(await readPrograms('a.ipynb', 'not json', parsers)).toMatchObject({
      unread: expect.stringContaining('expected a notebook as JSON'),
    });
    expect(await readPrograms('a.ipynb', '[1, null]', parsers)).toEqual({
      programs: [expect.objectContaining({ statements: [] })],
    });
  });

  it('never fails on JSON of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        await readPrograms('a.ipynb', `{"cells": ${text}}`, parsers);
      }),
      { numRuns: 60 },
    );
  });
});

describe('literate documents', () => {
  it('reads chunks that run, with their lines, and the front matter', async () => {
    const [program] = await read(
      'a.Rmd',
      '---\nparams:\n  seed: 4\n---\ntext\n```{r a, echo=FALSE}\nf(1)\n```\n```{r, eval=FALSE}\ng(2)\n```\n```{r}\n#| eval: false\nh(3)\n```\n```r\nk(4)\n```\n',
    );
    expect(calls(program?.statements)).toEqual(['f@7']);
    expect(program?.frontMatter).toEqual({ text: 'params:\n  seed: 4', line: 2 });
  });
});

describe('files of code', () => {
  it('are told by ending or by their first line', () => {
    expect(['a.py', 'b/c.R', 'd.jl', 'e.ipynb', 'f.qmd', 'g.sh'].every((path) => isProgram(path))).toBe(true);
    expect(isProgram('train', '#!/usr/bin/env python3\n')).toBe(true);
    expect(isProgram('a.txt')).toBe(false);
  });

  it('that are too large are not read', async () => {
    expect(await readPrograms('a.py', `x = 1\n`.repeat(400_000), parsers)).toMatchObject({
      unread: expect.stringContaining('expected at most'),
    });
  });

  it('made by machines, in one long line, are listed as broken', async () => {
    const [program] = await read('a.py', `x = [${'1,'.repeat(20_000)}]\n`);
    expect(program).toMatchObject({ statements: [], broken: [{ line: 1 }] });
  });

  it('of any text end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.constantFrom('a.py', 'a.R', 'a.sh', 'a.Rmd', 'a.jl'),
        async (text, path) => {
          await readPrograms(path, text, parsers);
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('nested without end are cut, not followed', async () => {
    const [program] = await read('a.py', `${'f('.repeat(3000)}1${')'.repeat(3000)}\n`);
    expect(calls(program?.statements).length).toBeLessThan(400);
    await read('a.R', `${'('.repeat(3000)}1${')'.repeat(3000)}\n`);
    await read('a.jl', `${'('.repeat(3000)}1${')'.repeat(3000)}\n`);
  });
});
