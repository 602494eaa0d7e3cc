import { byBytes } from '../bytes/order.js';
import type { Fact, Need } from './format.js';
import lists from './python-packages.json' with { type: 'json' };

const STANDARD_LIBRARY = new Set(lists.standardLibrary);
const PACKAGES: ReadonlyMap<string, string> = new Map(Object.entries(lists.packages));
/** Facts that name the version of a package. */
const VERSION_FACTS = new Map([
  ['sklearn_version', 'scikit-learn'],
  ['pytorch-lightning_version', 'lightning'],
]);

/** Packages outside Python's standard library whose names a pickle imports, sorted. */
export function needsOf(globals: Iterable<string>, facts: readonly Fact[], evidence: string): Need[] {
  const versions = new Map<string, string>();
  for (const { key, value } of facts) {
    const name = VERSION_FACTS.get(key);
    if (name !== undefined && typeof value === 'string') versions.set(name, value);
  }
  const modules = new Set<string>();
  for (const name of globals) modules.add(name.slice(0, Math.max(0, name.indexOf('.'))));
  const packages = new Set<string>();
  for (const module of modules)
    if (!STANDARD_LIBRARY.has(module) && /^[A-Za-z_]\w*$/.test(module)) packages.add(PACKAGES.get(module) ?? module);
  return [...packages].sort(byBytes).map((name) => ({ package: name, version: versions.get(name) ?? '', evidence }));
}
