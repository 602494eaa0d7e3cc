import { describe, expect, it } from '@jest/globals';
import { isDeposit } from '../../../src/evidence/documents/deposit-files.js';
import { gatherDocuments } from '../../../src/evidence/documents/documents.js';
import { headingsOf, parseFrontMatter } from '../../../src/evidence/documents/front-matter.js';
import { collected } from '../collected.js';

const HUB = `---
license: apache-2.0
base_model: org/base
datasets:
- org/data
library_name: transformers
---
# A **small** model

It [tells](https://x) flowers apart by four measures of their leaves.

## Training data
`;
const cardOf = async (files: Record<string, string>) => (await gatherDocuments(collected(files))).modelCard;

describe('model cards', () => {
  it("reads Hugging Face's README with its metadata", async () => {
    expect(await cardOf({ 'README.md': HUB })).toEqual({
      path: 'README.md',
      title: 'A small model',
      summary: 'It tells flowers apart by four measures of their leaves.',
      license: 'apache-2.0',
      datasets: ['org/data'],
      baseModel: 'org/base',
      sections: ['A small model', 'Training data'],
    });
  });

  it('recognizes a card by its name, its title or its sections, and no ordinary README', async () => {
    expect(await cardOf({ 'docs/MODEL_CARD.md': '# Iris\n' })).toMatchObject({ path: 'docs/MODEL_CARD.md' });
    expect(
      await cardOf({ 'card.qmd': '---\ntitle: "Model Step 2 - Model Card"\n---\n\n## Intended use\n' }),
    ).toMatchObject({ path: 'card.qmd' });
    expect(await cardOf({ 'a.md': '# X\n## Model details\n## Intended use\n## Limitations\n' })).toMatchObject({
      path: 'a.md',
    });
    expect(await cardOf({ 'README.md': '# X\n## Install\n## Metrics\n## License\n' })).toBeNull();
  });

  it('prefers the file that is named a model card', async () => {
    expect(await cardOf({ 'README.md': HUB, 'MODEL_CARD.md': '# Named\n' })).toMatchObject({
      path: 'MODEL_CARD.md',
      title: 'Named',
    });
  });

  it('takes headings outside of code blocks only', () => {
    expect(headingsOf('# A\n```\n# no\n```\n## B #\n').map(({ text, line }) => [text, line])).toEqual([
      ['A', 1],
      ['B', 5],
    ]);
  });

  it('keeps the body where the metadata are broken', async () => {
    const front = await parseFrontMatter('---\na: [\n---\n# T\n');
    expect(front).toMatchObject({ body: '# T\n', bodyLine: 4, problem: { line: expect.any(Number) } });
  });
});

describe('metadata of deposits', () => {
  it('reads .zenodo.json and codemeta.json', async () => {
    const files = {
      '.zenodo.json': JSON.stringify({
        title: 'T',
        creators: [
          { name: 'Curie, Marie', orcid: '0000-0002-1825-0097', affiliation: 'U', gnd: '1' },
          { name: 'R', orcid: 7 },
        ],
      }),
      'codemeta.json': '{"@context": "https://doi.org/10.5063/schema/codemeta-2.0"}',
    };
    expect(await gatherDocuments(collected(files))).toMatchObject({
      zenodo: {
        path: '.zenodo.json',
        valid: true,
        creators: [{ name: 'Curie, Marie', orcid: '0000-0002-1825-0097', affiliation: 'U' }, { name: 'R' }],
      },
      codemeta: { path: 'codemeta.json' },
    });
    expect(await gatherDocuments(collected({ '.zenodo.json': '{"title": ' }))).toMatchObject({
      zenodo: { valid: false },
    });
  });

  it.each([
    ['a creator without name', { creators: [{ affiliation: 'X' }] }],
    ['keywords that are one text', { keywords: 'a, b' }],
    ['a date in words', { publication_date: 'May 2024' }],
    ['a relation without kind', { related_identifiers: [{ identifier: '10.1/x' }] }],
    ['a list', []],
  ])('rejects %s', (_, value) => {
    expect(isDeposit(value)).toBe(false);
  });
});
