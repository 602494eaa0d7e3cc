import type { BagFacts } from '../facts.js';
import { Items } from '../json-text.js';

export interface DataComponents {
  components: object[];
  refs: string[];
}

/** Training data: one component for what is packed, one for each cited source. */
export function dataComponents(facts: BagFacts): DataComponents {
  const packed = facts.files.filter((file) => file.role === 'training-data');
  const components: { 'bom-ref': string }[] = [];
  if (packed.length > 0) {
    components.push(
      component('data:packed', 'Packed training data', {
        components: new Items(function* () {
          for (const { original, sha256 } of packed)
            yield { type: 'file', name: original, hashes: [{ alg: 'SHA-256', content: sha256 }] };
        }),
      }),
    );
  }
  for (const [i, source] of facts.assessment.evidence.dataSources.entries()) {
    const isUrl = /^https?:\/\//i.test(source.value) && URL.canParse(source.value);
    components.push(
      component(`data:source-${i + 1}`, source.value || source.kind, {
        description: `${source.kind}, cited in ${source.path}:${source.line}`,
        ...(source.revision ? { version: source.revision } : {}),
        ...(isUrl ? { externalReferences: [{ type: 'distribution', url: new URL(source.value).href }] } : {}),
      }),
    );
  }
  return { components, refs: components.map((each) => each['bom-ref']) };
}

const component = (ref: string, name: string, more: object): { 'bom-ref': string } => ({
  ...{ type: 'data', 'bom-ref': ref, name },
  ...more,
  ...{ data: [{ type: 'dataset', name }] },
});
