import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

describe('docs/rules', () => {
  it('is in step with the registry of rules', () => {
    expect(() => execFileSync(process.execPath, ['scripts/docs.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
