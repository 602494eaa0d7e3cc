import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SAFETY_ORDER, type SafetyVerdict } from '../../src/assess/assessment.js';
import { assessModel } from '../../src/assess/model.js';
import { assessSafety } from '../../src/assess/safety.js';
import type { Loading, Observation } from '../../src/formats/format.js';
import fixtures from '../fixtures/assess/globals.json' with { type: 'json' };
import { inspection } from './make.js';

interface Case {
  case: string;
  globals: string[];
  loads: string;
  safety: string;
  alsoAcceptable: string[];
  mustNotBe: string[];
  weightsOnlyLoadable?: boolean;
}

const LOADING: Readonly<Record<string, Loading>> = { none: 'data-only', program: 'program', code: 'code' };

/** What is said of a file when all that is known of it are the names that it imports. */
const verdictOf = ({ globals, loads, weightsOnlyLoadable }: Case): SafetyVerdict =>
  assessSafety(
    inspection('m.pkl', {
      format: 'pickle',
      globals,
      loading: LOADING[loads]!,
      ...(weightsOnlyLoadable !== undefined && { weightsOnlyLoadable }),
    }),
  ).verdict;

/** A file whose danger is not in its names: it is told by an observation. */
const DANGER_ELSEWHERE = /h-p17|h-p33|h-keras|h-p3-/;

describe('safety of real names', () => {
  const cases = fixtures as Case[];

  it.each(cases.filter(({ case: name }) => name.startsWith('models/')).map((c) => [c.case, c] as const))(
    'does not accuse %s',
    (_, c) => {
      const allowed = [c.safety, ...c.alsoAcceptable].map((verdict) => SAFETY_ORDER.indexOf(verdict as SafetyVerdict));
      expect(SAFETY_ORDER.indexOf(verdictOf(c))).toBeLessThanOrEqual(Math.max(...allowed));
      expect(c.mustNotBe).not.toContain(verdictOf(c));
    },
  );

  it.each(
    cases
      .filter((c) => c.case.startsWith('hostile/') && c.safety === 'dangerous' && !DANGER_ELSEWHERE.test(c.case))
      .map((c) => [c.case, c] as const),
  )('calls %s dangerous', (_, c) => {
    expect(verdictOf(c)).toBe('dangerous');
  });

  it('says of most benign files exactly what their truth says', () => {
    const benign = cases.filter(({ case: name }) => name.startsWith('models/'));
    const exact = benign.filter((c) => verdictOf(c) === c.safety);
    expect(exact.length / benign.length).toBeGreaterThan(0.95);
  });
});

const corpus = process.env['MODELBAG_CORPUS'];
(corpus ? describe : describe.skip)('safety of the whole corpus (MODELBAG_CORPUS)', () => {
  it('never accuses by name and finds every hostile name', () => {
    const wrong: string[] = [];
    for (const kind of ['models', 'hostile']) {
      for (const name of readdirSync(join(corpus!, kind)).sort()) {
        const truth = JSON.parse(readFileSync(join(corpus!, kind, name, 'truth.json'), 'utf8')) as Record<
          string,
          unknown
        >;
        const globals = (truth['globals'] ?? []) as string[];
        if (globals.length === 0 || DANGER_ELSEWHERE.test(name)) continue;
        const c = {
          case: name,
          globals,
          loads: String(truth['loads_code']),
          safety: '',
          alsoAcceptable: [],
          mustNotBe: [],
        };
        const verdict = verdictOf(c);
        if (kind === 'models' && ((truth['must_not_be'] ?? []) as string[]).includes(verdict))
          wrong.push(`${name}: ${verdict}`);
        if (kind === 'hostile' && truth['safety'] === 'dangerous' && verdict !== 'dangerous')
          wrong.push(`${name}: ${verdict}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const observation = (part: Partial<Observation>): Observation => ({
  kind: 'unread',
  code: 'unsupported',
  message: 'expected x, found y',
  ...part,
});

describe('safety of a model', () => {
  it('is safe only when everything was read', () => {
    expect(assessSafety(inspection('a.safetensors')).verdict).toBe('safe');
    const unread = assessSafety(inspection('a.safetensors', { observations: [observation({})] }));
    expect(unread).toMatchObject({ status: 'inconclusive', verdict: 'unknown' });
  });

  it('holds that whatever is observed', () => {
    const kinds = fc.constantFrom<Observation['kind']>('callable', 'external', 'unaccounted', 'malformed', 'unread');
    const observations = fc.array(
      fc.record({ kind: kinds, code: fc.string(), message: fc.string(), name: fc.string() }),
      { maxLength: 5 },
    );
    const loading = fc.constantFrom<Loading>('data-only', 'template', 'program', 'code');
    const status = fc.constantFrom<'complete' | 'inconclusive' | 'error'>('complete', 'inconclusive', 'error');
    fc.assert(
      fc.property(
        observations,
        fc.array(fc.string(), { maxLength: 5 }),
        loading,
        status,
        (observed, globals, how, state) => {
          const { verdict } = assessSafety(
            inspection('a.pkl', { format: 'pickle', observations: observed, globals, loading: how, status: state }),
          );
          if (verdict === 'safe') expect(state).toBe('complete');
        },
      ),
    );
  });

  it('judges attacks by their code and references by where they lead', () => {
    const verdict = (part: Partial<Observation>): SafetyVerdict =>
      assessSafety(inspection('a.h5', { observations: [observation(part)] })).verdict;
    expect(verdict({ kind: 'malformed', code: 'path-escape' })).toBe('dangerous');
    expect(verdict({ kind: 'malformed', code: 'dtd-entity' })).toBe('dangerous');
    expect(verdict({ kind: 'external', code: 'external-reference', name: '/etc/hostname' })).toBe('dangerous');
    expect(verdict({ kind: 'external', code: 'external-reference', name: '../other.h5' })).toBe('dangerous');
    expect(verdict({ kind: 'external', code: 'external-reference', name: 'https://example.org/x' })).toBe('dangerous');
    expect(verdict({ kind: 'external', code: 'external-reference', name: 'C:\\x' })).toBe('dangerous');
    expect(verdict({ kind: 'external', code: 'external-reference', name: 'other.h5' })).toBe('unknown');
    expect(verdict({ kind: 'external', code: 'symlink', name: 'data' })).toBe('dangerous');
    expect(verdict({ kind: 'unaccounted', code: 'trailing' })).toBe('safe');
  });

  it('keeps the kind of what was observed and names the rule', () => {
    const { findings } = assessSafety(
      inspection('a.pt', {
        format: 'pytorch-zip',
        observations: [
          observation({ code: 'lfs-pointer' }),
          observation({ kind: 'malformed', code: 'truncated', offset: 12 }),
          observation({ code: 'encrypted' }),
          observation({ kind: 'callable', code: 'global-call', name: 'os.system', member: 'data.pkl' }),
        ],
      }),
    );
    expect(findings.map(({ rule, kind, severity }) => [rule, kind, severity])).toEqual([
      ['lfs-pointer-model', 'lfs-pointer', 'error'],
      ['broken-model', 'truncated', 'warning'],
      ['unread-model', 'encrypted', 'warning'],
      ['dangerous-model', 'dangerous-global', 'error'],
    ]);
    expect(findings[1]).toMatchObject({ offset: 12 });
    expect(findings[3]).toMatchObject({ member: 'data.pkl' });
  });

  it('tells of a dangerous name once, whether it was seen called or only imported', () => {
    const called = observation({
      kind: 'callable',
      code: 'global-call',
      name: 'os.system',
      message: 'loading calls os.system',
    });
    const both = assessSafety(
      inspection('a.pkl', { format: 'pickle', globals: ['os.system'], observations: [called], loading: 'code' }),
    );
    expect(both.findings.map(({ message }) => message)).toEqual(['loading calls os.system']);
    const imported = assessSafety(inspection('a.pkl', { format: 'pickle', globals: ['os.system'], loading: 'code' }));
    expect(imported.findings.map(({ message }) => message)).toEqual(['loading imports `os.system`']);
  });

  it('says nothing of calls that every file of the format makes', () => {
    const ordinary = observation({ kind: 'callable', code: 'global-call', name: 'torch._utils._rebuild_tensor_v2' });
    expect(assessSafety(inspection('a.pt', { format: 'pytorch-zip', observations: [ordinary] }))).toMatchObject({
      verdict: 'safe',
      findings: [],
    });
  });

  it('knows programs and refused pickles for what they are', () => {
    expect(assessSafety(inspection('a.pt', { format: 'pytorch-zip', loading: 'program' })).verdict).toBe('unknown');
    expect(
      assessSafety(
        inspection('a.pt', {
          format: 'pytorch-zip',
          loading: 'code',
          weightsOnlyLoadable: false,
          globals: ['argparse.Namespace'],
        }),
      ).verdict,
    ).toBe('library-classes');
    expect(assessSafety(inspection('a.pt', { format: 'pytorch-zip', loading: 'code' })).verdict).toBe('unknown');
    expect(assessSafety(inspection('a.npy', { format: 'npy', loading: 'code' })).verdict).toBe('safe');
  });

  it('reports names that promise another format, and only such', () => {
    const kinds = (path: string, sketch = {}): string[] =>
      assessSafety(inspection(path, sketch)).findings.map(({ kind }) => kind);
    expect(kinds('m.onnx')).toEqual(['extension-mismatch']);
    expect(kinds('m.safetensors')).toEqual([]);
    expect(kinds('m.v2')).toEqual([]);
    expect(kinds('m')).toEqual([]);
    expect(kinds('m.safetensors.gz', { wrappers: ['gzip'] })).toEqual([]);
  });

  it('reports polyglots and names that attack the report', () => {
    const rules = (sketch: object): string[] =>
      assessSafety(inspection('m.safetensors', sketch)).findings.map(({ rule }) => rule);
    expect(rules({ alsoRecognizedAs: ['zip'] })).toEqual(['polyglot-model']);
    for (const value of ['::error::x', '\u202etxt', '\u001b[2J', '[x](javascript:alert(1))', '<img src=x>'])
      expect(rules({ facts: [{ key: 'note', value, where: '' }] })).toEqual(['hostile-name']);
    expect(rules({ facts: [{ key: 'note', value: 'a::b <3 [1](2)', where: '' }] })).toEqual([]);
  });
});

describe('assessModel', () => {
  it('counts numbers, stored and logical bytes apart', () => {
    const tensors = [
      { name: 'a', dtype: 'float32', shape: [2, 3], byteLength: 24 },
      { name: 'b', dtype: 'float32', shape: [], byteLength: 4 },
    ];
    const model = assessModel(inspection('m.safetensors', { tensors, digests: ['x', null], storedBytes: 20 }), {
      tensors: true,
    });
    expect(model).toMatchObject({ tensorCount: 2, parameterCount: 7, storedBytes: 20, logicalBytes: 28 });
    expect(model.tensors).toEqual([{ ...tensors[0], sha256: 'x' }, tensors[1]]);
    expect(assessModel(inspection('m.safetensors', { tensors })).tensors).toBeUndefined();
  });
});
