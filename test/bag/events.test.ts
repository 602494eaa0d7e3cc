import { describe, expect, it } from '@jest/globals';
import { eventsOf } from '../../src/bag/events.js';
import { planBag } from '../../src/bag/plan.js';
import { auditOf, OPTIONS } from './audit-fixture.js';

describe('events', () => {
  it('tell of copies that were made and of names that were changed, and count what lies beside the bag', () => {
    const audit = auditOf(['m/a.pt', 'm/\u202e.pt'].map((path) => ({ path, role: 'model' as const, bytes: path })));
    const plan = planBag(audit, OPTIONS);
    const bag = { path: '/out/x.zip', size: 1, sha256: 'a' };
    const happened = {
      now: new Date(0),
      agent: 'modelbag',
      copies: [{ native: 'm/a.pt', path: 'a.onnx', proof: { verdict: 'within-tolerance' } }],
    };
    const { events } = eventsOf(plan, bag, happened);
    const told = new Map(events.map(({ type, detail }) => [type, detail]));
    expect(told.get('normalization')).toBe('m/a.onnx made of m/a.pt, read back and compared: within tolerance');
    expect(told.get('filename change')).toMatch(/^1 file;/);
    expect(told.get('format identification')).toMatch(/^2 files/);
    const alone = planBag(auditOf([{ path: 'm.pt', role: 'model', bytes: 'm' }]), OPTIONS);
    for (const { detail } of eventsOf(alone, bag, { ...happened, copies: [] }).events)
      expect(detail).not.toMatch(/\b1 files/);
    const quiet = eventsOf({ ...plan, renamed: [] }, bag, { ...happened, copies: [] }).events;
    expect(quiet.map(({ type }) => type)).toEqual([
      'message digest calculation',
      'format identification',
      'packing',
      'validation',
      'fixity check',
    ]);
  });
});
