import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import { GOOD_EVIDENCE, goodModels, input, inspection } from './make.js';

const evil = inspection('evil.pkl', { format: 'pickle', loading: 'code', globals: ['os.system'] });

describe('assess', () => {
  it('passes a good repository and says so in two sentences', () => {
    const { verdict, summary, sets } = assess(input({ inspections: goodModels(), evidence: GOOD_EVIDENCE }));
    expect(verdict).toBe('pass');
    expect(summary).toBe('Ready to archive. 2 model files, 1 of 1 model preservable, 1 proven equal to an open copy.');
    expect(sets).toHaveLength(1);
  });

  it('fails for a dangerous file', () => {
    const { verdict, summary } = assess(input({ inspections: [...goodModels(), evil], evidence: GOOD_EVIDENCE }));
    expect(verdict).toBe('fail');
    expect(summary).toContain('Not ready to publish: 1 thing must be settled first.');
    expect(summary).toContain('1 file is dangerous to load.');
  });

  it('asks for attention where something could be better', () => {
    expect(assess(input({ inspections: goodModels() })).verdict).toBe('attention');
  });

  it('gives the same for the same facts in any order, and puts findings gravest first', () => {
    const all = [...goodModels(), evil];
    const [one, two] = [assess(input({ inspections: all })), assess(input({ inspections: [...all].reverse() }))];
    expect(two).toEqual(one);
    const severities = one.findings.map(({ severity }) => severity);
    expect(severities).toEqual(
      [...severities].sort((a, b) => ['error', 'warning', 'note'].indexOf(a) - ['error', 'warning', 'note'].indexOf(b)),
    );
  });

  it('lets the configuration change and silence rules, in models too', () => {
    const rules = { 'dangerous-model': 'note', 'license-missing': 'off' } as const;
    const { findings, models, verdict } = assess(input({ inspections: [evil], config: { ...DEFAULT_CONFIG, rules } }));
    expect(findings.filter(({ rule }) => rule === 'license-missing')).toEqual([]);
    expect(findings.find(({ rule }) => rule === 'dangerous-model')!.severity).toBe('note');
    expect(models[0]!.safety.findings[0]!.severity).toBe('note');
    // What the file is does not depend on what the configuration thinks of it.
    expect(models[0]!.safety.verdict).toBe('dangerous');
    expect(verdict).toBe('attention');
  });

  it('redacts personal details in its own texts', () => {
    const model = inspection('m.onnx', {
      format: 'onnx',
      facts: [{ key: 'author', value: 'anna@lmu.de, /home/anna/x', where: 'metadata' }],
    });
    const assessed = assess(input({ inspections: [model], notes: ['read from /Users/anna/repo'] }));
    expect(JSON.stringify(assessed)).not.toContain('anna');
    expect(assessed.notes).toEqual(['read from /Users/[user]/repo']);
  });

  it('keeps control characters of hostile names out of messages', () => {
    const hostile = '\u202e::error::`x`\n';
    const { findings } = assess(
      input({
        inspections: [inspection('m.pkl', { format: 'pickle', loading: 'code', globals: [`evil.${hostile}`] })],
      }),
    );
    expect(findings.length).toBeGreaterThan(0);
    for (const { message, advice } of findings) expect(message + advice).not.toMatch(/[\u202e\n]/);
  });
});
