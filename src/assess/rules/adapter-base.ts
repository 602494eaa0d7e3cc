import { quote } from '../quote.js';
import type { Rule } from '../rule.js';

export const adapterBase: Rule = {
  id: 'adapter-base',
  title: 'An adapter needs a base model that is not in the archive, or not in one exact revision',
  severity: 'warning',
  guideline: 'S6',
  *check({ models, files }) {
    for (const { path, facts } of models) {
      if (!facts.some(({ key }) => key === 'peft_type')) continue;
      const base = facts.find(({ key }) => key === 'base_model_name_or_path')?.value;
      const revision = facts.find(({ key }) => key === 'revision')?.value;
      const name = typeof base === 'string' ? base : '';
      if (name !== '' && files.some((file) => file.path === name || file.path.startsWith(`${name}/`))) continue;
      if (typeof revision === 'string' && /^[0-9a-f]{40}$/.test(revision) && name !== '') continue;
      yield {
        path,
        kind: name === '' ? 'base-unnamed' : 'base-not-pinned',
        message:
          name === ''
            ? 'The adapter holds differences to a base model that it does not name: alone it is of no use.'
            : `The adapter holds differences to the base model ${quote(name)}, which is not here${revision === undefined || revision === null ? '' : ` (revision ${quote(String(revision))})`}: alone it is of no use.`,
        advice:
          'Archive the base model too, or name it with the revision of 40 hexadecimal digits in `adapter_config.json`, or merge both and archive the result.',
      };
    }
  },
};
