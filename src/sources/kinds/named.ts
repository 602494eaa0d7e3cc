import { look } from '../look.js';
import datasets from '../named-datasets.json' with { type: 'json' };
import type { SourceKind } from '../source-kind.js';
import type { Sighting } from '../source-state.js';

/** Addresses from which a library takes its datasets; an empty list: the library brings it along. */
const ADDRESSES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = datasets;

/** Datasets that a library knows by name: one of its addresses is enough. */
export const named: SourceKind = {
  kinds: ['torchvision', 'keras', 'sklearn', 'tfds'],
  async look({ kind, value }, _services, ask) {
    const addresses = addressesOf(kind, value);
    if (!addresses)
      return { outcome: 'unchecked', detail: `no address of this dataset of ${kind} is known`, status: 0, url: '' };
    if (addresses.length === 0) return { outcome: 'reached', detail: `${kind} brings it along`, status: 0, url: '' };
    let last: Sighting | undefined;
    for (const address of addresses) {
      last = await look(address, ask);
      if (last.outcome === 'reached' || last.outcome === 'moved')
        return {
          ...last,
          detail: address === addresses[0] ? 'reachable' : `reachable at a mirror, ${new URL(address).host}`,
        };
    }
    return last as Sighting;
  },
};

/** `torchvision.datasets.MNIST`, `fetch_california_housing` → their addresses. */
function addressesOf(kind: string, value: string): readonly string[] | undefined {
  const known = ADDRESSES[kind] ?? {};
  const name = (value.split(/[.:]/).at(-1) ?? '')
    .replace(/^(?:fetch|load)_/, '')
    .replace(/\(.*$/, '')
    .toLowerCase();
  return Object.hasOwn(known, name) ? known[name] : undefined;
}
