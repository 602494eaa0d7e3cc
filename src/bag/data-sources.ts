import type { BagFacts } from './facts.js';
import { Items, jsonPieces } from './json-text.js';
import type { Text } from './text.js';

/** data/data-sources.json: where the training data lies, as the repository cites it, and which of it is packed. */
export function dataSourcesText(facts: BagFacts): Text {
  const sources = facts.assessment.evidence.dataSources.map((source) => {
    const packed = facts.byOriginal.get(source.value) ?? facts.byOriginal.get(source.value.replace(/^\.\//, ''));
    return {
      kind: source.kind,
      value: source.value,
      ...(source.revision ? { revision: source.revision } : {}),
      citedIn: { path: source.path, line: source.line },
      packed: source.packed,
      ...(packed ? { bagPath: packed.path, sha256: packed.sha256 } : {}),
    };
  });
  const files = new Items(function* () {
    for (const { role, path, original, size, sha256 } of facts.files)
      if (role === 'training-data') yield { path, original, size, sha256 };
  });
  return () => jsonPieces({ schema: 'modelbag/data-sources/1', sources, files });
}
