import { readLines } from '../containers/text-lines.js';
import { certain, emptyContents, type Format, NO } from './format.js';
import { latin1Head } from './head-text.js';

/** Lines of the header that become facts, and parameters that say how the model was trained. */
const HEADER = ['version', 'num_class', 'num_tree_per_iteration', 'max_feature_idx', 'objective', 'feature_names'];

export const lightgbmText: Format = {
  id: 'lightgbm-text',
  name: 'LightGBM text',
  extensions: ['.txt', '.lgb', '.model'],
  family: 'classical',
  container: 'text',
  signature: '"tree" and a line feed at 0, then version=v',
  aliases: ['LightGBM model'],
  facts: {
    disclosure: 'source',
    steward: 'Microsoft',
    specification: 'https://github.com/microsoft/LightGBM/blob/master/src/boosting/gbdt_model_text.cpp',
    encoding: 'text',
    holds: 'model',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'pmml',
  },

  recognize: ({ head }) =>
    /^tree\r?\nversion=v\d+\r?\n/.test(latin1Head(head).slice(0, 64)) ? certain('"tree" and "version=" lines') : NO,

  async inspect({ source }) {
    const contents = emptyContents('data-only');
    const header = new Map<string, string>();
    let trees = 0;
    let ended = false;
    let parameters: boolean | 'ended' = false;
    for await (const line of readLines(source)) {
      if (line.startsWith('Tree=')) trees++;
      else if (line === 'end of trees') ended = true;
      else if (line === 'parameters:') parameters = true;
      else if (line === 'end of parameters') parameters = 'ended';
      else if (trees === 0 && line.includes('='))
        header.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
      else if (parameters === true) {
        const [, key, value] = /^\[([^:\]]+): (.*)\]$/.exec(line) ?? [];
        if (key !== undefined) contents.facts.push({ key, value, where: `parameters#${key}` });
      }
    }
    const version = header.get('version');
    if (version !== undefined) contents.version = version;
    for (const key of HEADER) {
      const value = header.get(key);
      if (value === undefined) continue;
      const told = key === 'feature_names' ? value.split(' ') : /^\d+$/.test(value) ? Number(value) : value;
      contents.facts.push({ key, value: told, where: `header#${key}` });
    }
    contents.facts.push({ key: 'num_trees', value: trees, where: 'Tree=…' });
    contents.needs.push({ package: 'lightgbm', version: '', evidence: `version=${version ?? ''}` });
    const declared = header.get('tree_sizes')?.split(' ').filter(Boolean).length;
    if (declared !== undefined && declared !== trees)
      contents.observations.push({
        kind: 'malformed',
        code: 'truncated',
        message: `expected ${declared} trees, found ${trees}`,
      });
    else if (!ended)
      contents.observations.push({
        kind: 'malformed',
        code: 'truncated',
        message: 'expected "end of trees", found the end of the file',
      });
    return contents;
  },
};
