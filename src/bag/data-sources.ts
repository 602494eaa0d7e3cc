import type { BagFacts } from './facts.js';
import { jsonText } from './json-text.js';

/** data/data-sources.json: where the training data lies, as the repository cites it, and which of it is packed. */
export function dataSourcesText(facts: BagFacts): string {
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
  const files = facts.files
    .filter((file) => file.role === 'training-data')
    .map(({ path, original, size, sha256 }) => ({ path, original, size, sha256 }));
  return jsonText({ schema: 'modelbag/data-sources/1', sources, files });
}
