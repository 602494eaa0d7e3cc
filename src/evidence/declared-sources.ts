import type { DataSource } from './evidence.js';

const KINDS: readonly (readonly [pattern: RegExp, kind: DataSource['kind']])[] = [
  [/^(?:hf|huggingface):\s*/i, 'hf-dataset'],
  [/^https:\/\/huggingface\.co\/datasets\//i, 'hf-dataset'],
  [/^zenodo:\s*/i, 'zenodo'],
  [/^openml:\s*/i, 'openml'],
  [/^kaggle:\s*/i, 'kaggle'],
  [/^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)(?=10\.)/i, 'doi'],
];

/** Citations that the configuration adds: an address, a DOI, or `hf:ID@revision`, `zenodo:`, `openml:`, `kaggle:`. */
export function declaredSources(citations: readonly string[], path: string): DataSource[] {
  return citations.map((citation) => {
    const text = citation.trim();
    const [prefix, kind] =
      KINDS.find(([pattern]) => pattern.test(text)) ?? ([/^/, /^10\.\d{4,9}\//.test(text) ? 'doi' : 'url'] as const);
    const [value = '', revision] =
      kind === 'hf-dataset' ? text.replace(prefix, '').split('@') : [text.replace(prefix, '')];
    return { kind, value, ...(revision && { revision }), path, line: 0, packed: false };
  });
}
