import { describe, expect, it } from '@jest/globals';
import { againstBase, hasNews } from '../../src/assess/against-base.js';
import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { exceeds } from '../../src/assess/policy.js';
import { GOOD_EVIDENCE, input, inspection, NO_EVIDENCE } from './make.js';

const open = (path: string, sha256 = 'a'.repeat(64)) => ({ ...inspection(path, { format: 'safetensors' }), sha256 });
const evil = (path: string, what = 'os.system', sha256 = 'e'.repeat(64)) => ({
  ...inspection(path, { format: 'pickle', loading: 'code', globals: [what] }),
  sha256,
});
const state = (...inspections: ReturnType<typeof open>[]): Assessment =>
  assess(input({ inspections, evidence: GOOD_EVIDENCE }));
const compared = (head: Assessment, base: Assessment): Assessment => againstBase(head, base, 'b'.repeat(40));
const errorsOf = ({ findings }: Assessment) => findings.filter(({ severity }) => severity === 'error');

describe('against base', () => {
  it('reports models added, removed, changed and moved', () => {
    const base = state(
      open('same.safetensors'),
      open('gone.safetensors', 'b'.repeat(64)),
      open('x.safetensors', 'c'.repeat(64)),
      open('old/m.safetensors', 'd'.repeat(64)),
    );
    const head = state(
      open('same.safetensors'),
      open('new.safetensors', '1'.repeat(64)),
      open('x.safetensors', '2'.repeat(64)),
      open('new/m.safetensors', 'd'.repeat(64)),
    );
    const { models } = compared(head, base).againstBase!;
    expect(models.map(({ path, change, from }) => [path, change, from])).toEqual([
      ['gone.safetensors', 'removed', undefined],
      ['new.safetensors', 'added', undefined],
      ['new/m.safetensors', 'moved', 'old/m.safetensors'],
      ['x.safetensors', 'changed', undefined],
    ]);
    expect(models[0]).toHaveProperty('before.openness', 'acceptable');
    expect(models[0]).not.toHaveProperty('after');
  });

  it('never blames a pull request for what its base has too', () => {
    const same = compared(state(evil('m.pkl')), state(evil('m.pkl')));
    expect(errorsOf(same).length).toBeGreaterThan(0);
    expect(same.findings.every(({ newAgainstBase }) => newAgainstBase === false)).toBe(true);
    expect(exceeds(same.findings, 'error')).toBe(false);
    expect(hasNews(same)).toBe(false);
  });

  it('reports errors that the base does not have, also in a file that was replaced', () => {
    const added = compared(state(open('a.safetensors'), evil('m.pkl')), state(open('a.safetensors')));
    expect(exceeds(added.findings, 'error')).toBe(true);
    expect(hasNews(added)).toBe(true);
    const replaced = compared(state(evil('m.pkl', 'posix.system', 'f'.repeat(64))), state(evil('m.pkl')));
    expect(errorsOf(replaced).some(({ newAgainstBase }) => newAgainstBase)).toBe(true);
  });

  it('keeps findings of a model that only moved', () => {
    const moved = compared(state(evil('b/m.pkl')), state(evil('a/m.pkl')));
    expect(moved.againstBase!.models.map(({ change }) => change)).toEqual(['moved']);
    expect(exceeds(moved.findings, 'error')).toBe(false);
  });

  it('takes a finding whose numbers changed for the same one', () => {
    const base = state(open('a.safetensors'));
    const old = { rule: 'r', kind: 'r', severity: 'warning', confidence: 'high', path: '.', advice: '' } as const;
    const before = { ...base, findings: [{ ...old, message: '3 of 5' }] };
    const after = {
      ...base,
      findings: [
        { ...old, message: '2 of 5' },
        { ...old, message: 'another' },
      ],
    };
    expect(compared(after, before).findings.map(({ newAgainstBase }) => newAgainstBase)).toEqual([false, true]);
    expect(compared(before, after).againstBase!.solved).toHaveLength(1);
  });

  it('tells evidence gained and lost', () => {
    const bare = assess(input({ inspections: [open('a.safetensors')], evidence: NO_EVIDENCE }));
    const full = state(open('a.safetensors'));
    const gained = compared(full, bare).againstBase!.evidence;
    expect(gained.gained).toEqual(expect.arrayContaining(['training script', 'license']));
    expect(gained.lost).toEqual([]);
    expect(compared(bare, full).againstBase!.evidence).toEqual({ gained: [], lost: gained.gained });
  });
});
