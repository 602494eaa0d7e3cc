import { FormatError } from '../bytes/format-error.js';
import { isObject, readJson } from '../containers/json-document.js';
import { certain, emptyContents, type Format, NO } from './format.js';
import { headKeys } from './json-glimpse.js';
import { lightgbmText } from './lightgbm-text.js';

const NEEDED = ['num_class', 'num_tree_per_iteration', 'max_feature_idx'];
const FACTS = ['version', ...NEEDED, 'objective', 'average_output', 'feature_names'];

/** What `Booster.dump_model` gives: trees as nested objects. Programs read it; LightGBM itself does not load it again. */
export const lightgbmJson: Format = {
  ...lightgbmText,
  id: 'lightgbm-json',
  name: 'LightGBM JSON',
  extensions: ['.json'],
  container: 'json',
  signature: 'JSON with name "tree", version, num_class, num_tree_per_iteration and max_feature_idx',
  facts: {
    ...lightgbmText.facts,
    specification:
      'https://lightgbm.readthedocs.io/en/stable/pythonapi/lightgbm.Booster.html#lightgbm.Booster.dump_model',
  },
  specializes: 'json',

  recognize: (glimpse) =>
    NEEDED.every((key) => headKeys(glimpse)?.includes(key)) ? certain('JSON with the settings of LightGBM') : NO,

  async inspect({ source }, limits) {
    const document = await readJson(source, limits, { nonFinite: true });
    const trees = isObject(document) ? document['tree_info'] : undefined;
    if (!isObject(document) || !Array.isArray(trees))
      throw new FormatError('invalid-structure', 'expected a list of trees under "tree_info", found none');
    const contents = emptyContents('data-only');
    const { version } = document;
    if (typeof version === 'string') contents.version = version;
    for (const key of FACTS) {
      const value = document[key];
      if (value !== undefined && value !== null) contents.facts.push({ key, value, where: `#${key}` });
    }
    contents.facts.push({ key: 'num_trees', value: trees.length, where: '#tree_info' });
    contents.needs.push({ package: 'lightgbm', version: '', evidence: `version ${String(version ?? '')}` });
    return contents;
  },
};
