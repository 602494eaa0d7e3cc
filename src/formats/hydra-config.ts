import type { Fact } from './format.js';

const MOST = 500;
const DEEPEST = 32;

/** Scalars of a configuration by dotted path, in order. */
export function configFacts(config: unknown, where: string): Fact[] {
  const facts: Fact[] = [];
  walk(config, '', 0, (path, value) => {
    if (
      path !== '' &&
      facts.length < MOST &&
      (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    )
      facts.push({ key: path, value, where: `${where}#${path}` });
  });
  return facts;
}

/** Every callable that a Hydra configuration names under `_target_` (also `target`, as older code does, where it looks like a name). */
export function hydraTargets(config: unknown): { name: string; path: string }[] {
  const targets = new Map<string, string>();
  walk(config, '', 0, (path, value) => {
    if (typeof value !== 'string' || !/(^|\.)_?target_?$/.test(path)) return;
    const isHydra = path.endsWith('_target_');
    if ((isHydra || /^[A-Za-z_][\w]*(\.[A-Za-z_]\w*)+$/.test(value)) && !targets.has(value)) targets.set(value, path);
  });
  return [...targets].map(([name, path]) => ({ name, path }));
}

function walk(value: unknown, path: string, depth: number, visit: (path: string, value: unknown) => void): void {
  visit(path, value);
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return;
  for (const [key, child] of Object.entries(value)) walk(child, path === '' ? key : `${path}.${key}`, depth + 1, visit);
}
