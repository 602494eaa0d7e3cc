import type { Observation } from '../formats/format.js';
import type { SafetyVerdict } from './assessment.js';
import { judgeCallable } from './callables.js';
import type { Confidence } from './finding.js';

/** What one observation means: the least verdict the file can have, and the rule that tells of it. */
export interface Meaning {
  verdict: SafetyVerdict;
  rule: string;
  confidence: Confidence;
}

/** Unread for a reason that has a rule of its own; anything else unread is `unread-model`. */
const UNREAD_RULES: ReadonlyMap<string, string> = new Map([
  ['lfs-pointer', 'lfs-pointer-model'],
  ['not-a-model-page', 'not-a-model-page'],
  ['empty-file', 'broken-model'],
  ['truncated', 'broken-model'],
  ['missing-file', 'broken-model'],
  ['invalid-structure', 'broken-model'],
  ['zip-structure', 'broken-model'],
  ['duplicate-key', 'broken-model'],
]);

/** Codes of attacks that no tool writes by accident, whatever kind of observation carries them. */
const ATTACKS = new Set(['path-escape', 'dtd-entity', 'out-of-bounds', 'set-on-tensor']);

/** Judges one observation. Readers say what is there; only here it becomes good or bad. */
export function meaningOf(observation: Observation): Meaning {
  const { kind, code, name } = observation;
  if (ATTACKS.has(code)) return { verdict: 'dangerous', rule: 'dangerous-model', confidence: 'high' };
  switch (kind) {
    case 'callable':
      if (code === 'unsafe-load') return unsafeLoadMeaning(observation);
      return callableMeaning(judgeCallable(code, name));
    case 'external':
      return code === 'symlink' || leavesFolder(name ?? '')
        ? { verdict: 'dangerous', rule: 'dangerous-model', confidence: 'high' }
        : { verdict: 'unknown', rule: 'external-reference', confidence: 'high' };
    case 'unaccounted':
      return { verdict: 'safe', rule: 'unexplained-bytes', confidence: 'high' };
    case 'malformed':
      // Declaring what cannot be stored exhausts the memory of whoever loads it.
      return code === 'resource-limit'
        ? { verdict: 'dangerous', rule: 'dangerous-model', confidence: 'medium' }
        : { verdict: 'unknown', rule: 'broken-model', confidence: 'high' };
    case 'unread':
      return { verdict: 'unknown', rule: UNREAD_RULES.get(code) ?? 'unread-model', confidence: 'high' };
  }
}

/** Running a script runs its loaders; loading an archive does not run the scripts in it. */
const unsafeLoadMeaning = ({ member }: Observation): Meaning =>
  member === undefined
    ? { verdict: 'dangerous', rule: 'unsafe-loading', confidence: 'high' }
    : { verdict: 'unknown', rule: 'code-needed-to-load', confidence: 'high' };

function callableMeaning(verdict: SafetyVerdict): Meaning {
  if (verdict === 'dangerous') return { verdict, rule: 'dangerous-model', confidence: 'high' };
  return { verdict, rule: 'code-needed-to-load', confidence: verdict === 'unknown' ? 'medium' : 'high' };
}

/** Absolute, upward, below a home folder, on another drive or elsewhere on the network. */
const leavesFolder = (path: string): boolean =>
  /^([/\\]|~|[A-Za-z]:|[a-z][a-z0-9+.-]*:\/\/)/i.test(path) || path.split(/[/\\]/).includes('..');
