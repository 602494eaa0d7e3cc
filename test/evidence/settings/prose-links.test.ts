import { describe, expect, it } from '@jest/globals';
import { citesData, dataLinks } from '../../../src/evidence/settings/prose-links.js';
import { gatherSettings } from '../../../src/evidence/settings/settings.js';
import { collected } from '../collected.js';

const links = (text: string, path = 'README.md') =>
  dataLinks(text, path).map(({ kind, value, line }) => [kind, value, line]);

describe('data that prose cites', () => {
  it('takes links of a section about data', () => {
    expect(
      links(
        '# X\n## Datasets\nGet it [here](https://flowers.test/set.zip).\n## Model\n[Docs](https://flowers.test/docs)\n',
      ),
    ).toEqual([['url', 'https://flowers.test/set.zip', 3]]);
  });

  it('takes links of a sentence that says where data come from', () => {
    expect(links('* Download the fer.tar.gz file from [here](https://flowers.test/fer)')).toEqual([
      ['url', 'https://flowers.test/fer', 1],
    ]);
    expect(
      links('- The data used to train the model was obtained from the [API](https://flowers.test/system-data).'),
    ).toHaveLength(1);
    expect(links('Data are nice. See [our page](https://flowers.test).')).toEqual([]);
  });

  it('knows repositories of data by their addresses', () => {
    expect(
      links('Uses https://huggingface.co/datasets/org/set/tree/v2 and [x](https://www.kaggle.com/c/titanic)'),
    ).toEqual([
      ['hf-dataset', 'org/set', 1],
      ['kaggle', 'https://www.kaggle.com/c/titanic', 1],
    ]);
  });

  it('tells DOIs of data from those of papers', () => {
    const text =
      '# T\n## Data\nWe took [it](https://doi.org/10.5281/zenodo.123), see [the paper](https://doi.org/10.1145/3287560.3287596).';
    expect(links(text)).toEqual([['doi', '10.5281/zenodo.123', 3]]);
    expect(
      links('[![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg)](https://doi.org/10.5281/zenodo.1)'),
    ).toEqual([]);
  });

  it('leaves out papers, weights, pictures, licenses and tools', () => {
    const text =
      '## Dataset\n[Malo et al.](https://flowers.test/malo)\n[w](https://flowers.test/m.pt)\n![p](https://flowers.test/a.png)\n[l](https://creativecommons.org/licenses/by/4.0)\n[`dvc pull`](https://man.flowers.test/pull)\n';
    expect(links(text)).toEqual([]);
  });

  it('does not take the title of a document for a section', () => {
    expect(links('## Metric and Dataset\n[Someone](https://flowers.test/~someone)\n')).toEqual([]);
  });

  it('names each source once, where it is cited rather than mentioned', () => {
    expect(
      links(
        'For the [challenge](https://www.kaggle.com/c/x).\n# T\n## Data\nOn [Kaggle](https://www.kaggle.com/c/x/data).\n',
      ),
    ).toEqual([['kaggle', 'https://www.kaggle.com/c/x/data', 4]]);
  });

  it('reads READMEs at the root and those of data folders', () => {
    expect(['README.md', 'data/README.md', 'datasets/x.md'].map(citesData)).toEqual([true, true, true]);
    expect(['src/README.md', 'docs/a.md', 'data/requirements.txt'].map(citesData)).toEqual([false, false, false]);
  });

  it('reads data references of CITATION.cff and .zenodo.json', async () => {
    const cff = 'references:\n  - type: article\n    doi: 10.1/paper\n  - type: dataset\n    doi: 10.24432/C56C76\n';
    const zenodo =
      '{"related_identifiers": [{"identifier": "10.5281/zenodo.9", "relation": "isDerivedFrom"}, {"identifier": "10.1/p", "relation": "cites"}]}';
    const { dataSources } = await gatherSettings(collected({ 'CITATION.cff': cff, '.zenodo.json': zenodo }));
    expect(dataSources.map(({ kind, value, path }) => [kind, value, path])).toEqual([
      ['doi', '10.5281/zenodo.9', '.zenodo.json'],
      ['doi', '10.24432/C56C76', 'CITATION.cff'],
    ]);
  });
});
