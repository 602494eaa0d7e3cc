import { count } from '../quote.js';
import type { Rule } from '../rule.js';

export const noModels: Rule = {
  id: 'no-models',
  title: 'No model file was found',
  severity: 'note',
  *check({ models, files, refused }) {
    if (models.length > 0 || refused.some(({ kind }) => kind === 'lfs-pointer' || kind === 'unfetched')) return;
    yield {
      path: '.',
      message: `modelbag looked at the content of ${count(files.length, 'file')} and recognized no model. That is fine if the weights live elsewhere.`,
      advice:
        'Name them under `models` in `.github/modelbag.yml`: a path or pattern, `url:`, `hf: id@revision`, `release-asset:` or `dvc:`.',
    };
  },
};
