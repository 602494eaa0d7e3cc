import { describe, expect, it } from '@jest/globals';
import type { ModelSet } from '../../src/assess/assessment.js';
import type { Finding } from '../../src/assess/finding.js';
import { oncePerRun } from '../../src/assess/once-per-run.js';

const own = { open: [], proof: null, promise: 'bitstream-only', stale: false } as const;
const set: ModelSet = {
  ...own,
  open: [],
  native: 'last.pt',
  checkpoints: [{ ...own, open: [], path: 'epoch_1.pt', state: 'intermediate', epoch: 1 }],
};
const finding = (path: string, part: Partial<Finding> = {}): Finding => ({
  rule: 'code-needed-to-load',
  kind: 'code-needed-to-load',
  severity: 'warning',
  confidence: 'high',
  path,
  message: 'It needs `net.Net`.',
  advice: 'Keep it.',
  ...part,
});

describe('findings about states of one training', () => {
  it('are told once, of the state that stands for all', () => {
    const last = finding('last.pt');
    expect(oncePerRun([finding('epoch_1.pt'), last, finding('other.pt')], [set])).toEqual([last, finding('other.pt')]);
  });

  it('stay where they differ, and where each file must be settled', () => {
    const different = [finding('last.pt'), finding('epoch_1.pt', { message: 'It needs `old.Net`.' })];
    expect(oncePerRun(different, [set])).toEqual(different);
    const errors = [finding('last.pt', { severity: 'error' }), finding('epoch_1.pt', { severity: 'error' })];
    expect(oncePerRun(errors, [set])).toEqual(errors);
  });
});
