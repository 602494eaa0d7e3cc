import type { Fact } from './format.js';

const MOST = 500;
/** Deeper than a parser of YAML goes. */
const DEEPEST = 1_000;
/** References inside of references that are followed, and characters that they may make. */
const MOST_ROUNDS = 8;
const LONGEST_NAME = 4_096;

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

/**
 * Every callable that a Hydra configuration names under `_target_` (also `target`, as older code does, where it looks like
 * a name), with what it interpolates from the configuration itself put in.
 */
export function hydraTargets(config: unknown): { name: string; path: string }[] {
  const targets = new Map<string, string>();
  walk(config, '', 0, (path, value) => {
    if (typeof value !== 'string' || !/(^|\.)_?target_?$/.test(path)) return;
    const name = interpolated(value, config);
    const isHydra = path.endsWith('_target_');
    if ((isHydra || /^[A-Za-z_][\w]*(\.[A-Za-z_]\w*)+$/.test(name)) && !targets.has(name)) targets.set(name, path);
  });
  return [...targets].map(([name, path]) => ({ name, path }));
}

/** Callables that tags of PyYAML name (`!!python/object/apply:os.system`): its unsafe loaders call them. */
export function pythonTags(text: string): { name: string; path: string }[] {
  const tags = text.matchAll(/!(?:!|<tag:yaml\.org,2002:)python\/(?:object(?:\/(?:apply|new))?|name|module):([\w.]+)/g);
  return [...new Set([...tags].map(([, name]) => name as string))].map((name) => ({ name, path: 'a tag of YAML' }));
}

/** Text with the values of the keys that it refers to as `${a.b}`; other references stay, and those that make it too long. */
function interpolated(text: string, config: unknown): string {
  let value = text;
  for (let round = 0; round < MOST_ROUNDS && value.length < LONGEST_NAME && value.includes('${'); round++) {
    let left = LONGEST_NAME;
    value = value.replace(/\$\{([\w.]+)\}/g, (reference, path: string) => {
      const found = path.split('.').reduce((at: unknown, key) => memberOf(at, key), config);
      if (typeof found !== 'string' || found.length > left) return reference;
      left -= found.length;
      return found;
    });
  }
  return value;
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

function walk(value: unknown, path: string, depth: number, visit: (path: string, value: unknown) => void): void {
  visit(path, value);
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return;
  for (const [key, child] of Object.entries(value)) walk(child, path === '' ? key : `${path}.${key}`, depth + 1, visit);
}
