import type { SourceMemory } from './source-state.js';

const STATES = new Set(['ok', 'moved', 'changed', 'gone', 'disabled', 'gated', 'unknown']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What an earlier check remembered; null where the text is something else. It may come from an issue: every field is checked. */
export function readMemory(text: string): Record<string, SourceMemory> | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return null;
  const memory: Record<string, SourceMemory> = Object.create(null);
  for (const [key, value] of Object.entries(document)) {
    if (!isMemory(value)) return null;
    memory[key] = value;
  }
  return memory;
}

function isMemory(value: unknown): value is SourceMemory {
  const { state, since, failures, identity } = (value ?? {}) as Partial<Record<keyof SourceMemory, unknown>>;
  return (
    typeof state === 'string' &&
    STATES.has(state) &&
    isDay(since) &&
    (identity === undefined || (typeof identity === 'object' && identity !== null)) &&
    Array.isArray(failures) &&
    failures.every(
      (failure: { day?: unknown; authoritative?: unknown } | null) =>
        isDay(failure?.day) && typeof failure?.authoritative === 'boolean',
    )
  );
}

const isDay = (value: unknown): boolean =>
  typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));
