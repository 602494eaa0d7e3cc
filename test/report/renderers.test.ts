import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { assessModel } from '../../src/assess/model.js';
import { displayWidth } from '../../src/report/fit.js';
import { renderHtml } from '../../src/report/html.js';
import { renderInspectTerminal } from '../../src/report/inspect.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { renderSummary } from '../../src/report/summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { renderVerifyCsv, renderVerifyTerminal } from '../../src/report/verify.js';
import { GOOD_EVIDENCE, goodModels, input, inspection, tensor } from '../assess/make.js';
import { NASTY, nasty } from './nasty.js';

const PLAIN = { color: false, width: 100 };
const good = (): Assessment => assess(input({ inspections: goodModels(), evidence: GOOD_EVIDENCE }));
const bad = (): Assessment =>
  assess(
    input({
      inspections: [
        inspection('evil.pkl', { format: 'pickle', loading: 'code', globals: ['os.system'] }),
        inspection('m.pt', { format: 'pytorch-zip', weightsOnlyLoadable: true }),
      ],
      refused: [{ path: '.env', kind: 'secret', reason: 'a private key', advice: 'Revoke it.' }],
      notes: ['the clone is shallow'],
    }),
  );
describe('every report', () => {
  it('calls no copy unproven that was made for the archive and compared', () => {
    const copied = (made: ReadonlyMap<string, string>): string => {
      const inspections = [
        inspection('m/fit:1.rds', { format: 'r-rds', tensors: [tensor('coef', [3])] }),
        inspection('m/fit_1.pmml', { tensors: [] }),
      ];
      const assessment = assess(input({ inspections, evidence: GOOD_EVIDENCE, made }));
      expect(assessment.sets).toMatchObject([{ open: ['m/fit_1.pmml'], promise: 'preservable' }]);
      const [terminal, markdown] = [renderTerminal(assessment, PLAIN), renderMarkdown(assessment)];
      return [terminal, markdown, renderSummary(assessment), renderHtml(assessment, inspections)].join('\n');
    };
    const unproven = /not proven|by (?:its )?name|names? (?:alone|only|say)|(?<!kind: )same name/;
    expect(copied(new Map())).toMatch(unproven);
    expect(copied(new Map([['m/fit_1.pmml', 'm/fit:1.rds']]))).not.toMatch(unproven);
  });
});

describe('terminal report', () => {
  it('begins with the verdict and shows models, sets, making and what is next', () => {
    const text = renderTerminal(good(), PLAIN);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'modelbag check · iris · v1.0.0 · commit 0123456789',
      '',
      '✓ Ready to archive. 2 model files, 1 of 1 model preservable, 1 proven equal to an open copy.',
    ]);
    expect(text).toMatch(/model\.pt {2,}PyTorch checkpoint \(zip\) {2,}unsuitable {2,}safe {2,}data only/);
    expect(text).toMatch(/model\.pt {2}model\.onnx {2}preservable: equal, tensor by tensor/);
    expect(text).toContain('✓ seed         torch 42');
    expect(text).toContain('`modelbag pack --tag v1.0.0` makes the archive.');
    expect(text).toContain('does not scan for viruses');
  });

  it('puts errors first, with the place and one thing to do', () => {
    const text = renderTerminal(bad(), PLAIN);
    expect(text).toContain('✗ Not ready to publish: 2 things must be settled first.');
    expect(
      text.indexOf(
        '✗ dangerous-model  error\n    evil.pkl\n    Loading imports `os.system`.\n    → Do not load this file.',
      ),
    ).toBeGreaterThan(0);
    expect(text.indexOf('dangerous-model')).toBeLessThan(text.indexOf('closed-format-only'));
    expect(text).toContain('Settle the errors first');
    expect(text).toContain('· the clone is shallow');
  });

  it('uses color only when asked to, and the same words then', () => {
    expect(renderTerminal(bad(), PLAIN)).not.toContain('\u001b');
    const colored = renderTerminal(bad(), { ...PLAIN, color: true });
    expect(colored).toContain('\u001b[31;1m');
    const stripped = colored.replace(/\u001b\[[\d;]*m/g, '');
    expect(stripped.replaceAll('`', '')).toBe(renderTerminal(bad(), PLAIN).replaceAll('`', ''));
  });

  it('keeps to the width, but for words that are longer', () => {
    for (const width of [60, 80, 100, 120]) {
      for (const line of renderTerminal(bad(), { color: false, width }).split('\n')) {
        const longest = Math.max(...line.trim().split(' ').map(displayWidth));
        if (longest < width - 10) expect([line, displayWidth(line) <= width]).toEqual([line, true]);
      }
    }
  });

  it('lets no hostile name out', () => {
    for (const line of renderTerminal(nasty(), PLAIN).split('\n')) {
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(line).not.toMatch(/^\s*::/);
    }
  });

  it('shortens long lists and says what is left', () => {
    const many = assess(
      input({ inspections: Array.from({ length: 60 }, (_, i) => inspection(`m${i}.pt`, { format: 'pytorch-zip' })) }),
    );
    const text = renderTerminal(many, PLAIN);
    expect(text).toContain('and 20 more models; --format json lists all');
    expect(text).toContain('    and 55 more');
  });
});

describe('Markdown report', () => {
  it('has the same order, with tables and notes folded', () => {
    const text = renderMarkdown(bad());
    const places = [
      '## ❌ modelbag: iris',
      '### Models',
      '### Preservation',
      '### Findings: 2 errors',
      '<details><summary>',
      '### How it was made',
      '### Remarks',
      '<sub>',
    ].map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain('| `evil.pkl` | Python pickle | unsuitable | ❌ dangerous | runs code |');
  });

  it('lets no hostile name out: no link, tag, mention or broken table', () => {
    const text = renderMarkdown(nasty());
    const outside = text.replace(/`[^`\n]*`/g, 'CODE');
    expect(outside.replace(/<(\/?(details|summary|sub)|!-- --)>/g, '')).not.toMatch(
      /<(?!https:\/\/(choosealicense|citation-file-format))[a-z/!]/i,
    );
    expect(outside).not.toMatch(/@octocat/);
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
    for (const row of text.split('\n').filter((line) => line.startsWith('| `') && line.includes('PyTorch')))
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
  });

  it('fits into any limit by leaving out whole sections', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 8000 }), (limit) => {
        const text = renderMarkdown(nasty(), { limit });
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
      }),
      { numRuns: 30 },
    );
    expect(renderMarkdown(nasty(), { limit: 3000 })).toContain('longer than fits here');
  });
});

describe('inspect on a terminal', () => {
  it('answers the three questions for one model', () => {
    const text = renderInspectTerminal([assessModel(goodModels()[1]!, { tensors: true })], PLAIN);
    expect(text).toContain('format     PyTorch checkpoint (zip)');
    expect(text).toContain('openness   unsuitable: bitstream preservation only');
    expect(text).toContain('loading    data only, loads with weights_only=True (the format as such: runs code)');
    expect(text).toContain('safety     safe, read completely');
    expect(text).toMatch(/fc\.weight {2}float32 {2,}3×4 {2,}48 {2}w{12}/);
  });

  it('shows many models as a table, and cards of those with findings', () => {
    const models = [
      ...goodModels(),
      ...goodModels(),
      inspection('evil.pkl', { format: 'pickle', globals: ['os.system'], loading: 'code' }),
    ].map((i) => assessModel(i));
    const text = renderInspectTerminal(models, PLAIN);
    expect(text.split('\n')[0]).toMatch(/^model +format +openness +safety/);
    expect(text.match(/read completely/g)).toHaveLength(1);
    expect(text).toContain('error: loading imports `os.system` [dangerous-model]');
  });

  it('never says safe of what was not all read', () => {
    const unread = inspection('m.onnx', {
      format: 'onnx',
      observations: [{ kind: 'unread', code: 'unsupported', message: 'x' }],
    });
    expect(renderInspectTerminal([assessModel(unread)], PLAIN)).not.toMatch(/safety +safe/);
    expect(renderInspectTerminal([], PLAIN)).toBe('No model was found.\n');
  });

  it('lets no hostile name out', () => {
    const text = renderInspectTerminal(
      NASTY.slice(0, 3).map((name) =>
        assessModel(
          inspection(name, { tensors: [tensor(name, [2])], facts: [{ key: name, value: name, where: '' }] }),
          { tensors: true },
        ),
      ),
      PLAIN,
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('verify on a terminal', () => {
  const valid = {
    schema: 'modelbag/verify/1' as const,
    bag: 'iris-v1.zip',
    kind: 'bag' as const,
    verdict: 'valid' as const,
    problems: [],
    crate: { valid: true, problems: [] },
    models: { unchanged: 2, changed: [] },
  };

  it('says valid in three lines', () => {
    expect(renderVerifyTerminal([valid], PLAIN)).toBe(
      '✓ iris-v1.zip\n  valid: complete, and every digest fits\n  crate: valid\n  models: 2 models as the evidence describes them\n',
    );
  });

  it('names each problem with what was expected and found, and totals many bags', () => {
    const broken = {
      ...valid,
      bag: 'b.zip',
      verdict: 'invalid' as const,
      problems: [{ file: 'data/models/m.pt', kind: 'digest' as const, expected: 'abc', found: 'def' }],
      crate: { valid: null, problems: [] },
      models: { unchanged: 0, changed: [{ path: 'm.pt', expected: 'a', found: 'b' }] },
    };
    const text = renderVerifyTerminal([valid, broken], PLAIN);
    expect(text).toContain('  data/models/m.pt  digest\n    expected abc, found def');
    expect(text).toContain('  m.pt  changed\n    expected a, found b');
    expect(text).toMatch(/2 bags: 1 valid, 0 incomplete, 1 invalid\n$/);
    expect(renderVerifyCsv([valid, broken])).toBe(
      'bag,kind,verdict,file,problem,expected,found\n' +
        'iris-v1.zip,bag,valid,,,,\n' +
        'b.zip,bag,invalid,data/models/m.pt,digest,abc,def\n' +
        'b.zip,bag,invalid,m.pt,changed-model,a,b\n',
    );
  });

  it('keeps a hostile name from being a formula of a spreadsheet', () => {
    expect(renderVerifyCsv([{ ...valid, bag: '=cmd,x' }])).toContain(`"'=cmd,x",bag,valid`);
  });
});
