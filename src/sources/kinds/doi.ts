import { askJson, memberOf } from '../ask-json.js';
import type { SourceKind } from '../source-kind.js';

/** DOIs by the handle API (`/api/handles/DOI`): 1 exists, 100 was never registered. What its landing page says is no matter. */
export const doi: SourceKind = {
  kinds: ['doi'],
  async look({ value }, { doi: host }, ask) {
    const name = /10\.\d{4,9}\/\S+$/.exec(value.trim())?.[0];
    if (name === undefined) return { outcome: 'unchecked', detail: 'this is no DOI', status: 0, url: value };
    const url = `${host}/api/handles/${name.split('/').map(encodeURIComponent).join('/')}`;
    const answer = await askJson(url, ask);
    if ('sighting' in answer) return answer.sighting;
    const { status, document } = answer;
    const code = memberOf(document, 'responseCode');
    if (code === 1 || code === 200) return { outcome: 'reached', detail: 'registered', status, url };
    if (code === 100 || status === 404)
      return { outcome: 'absent', detail: 'this DOI is not registered', status, url, authoritative: true };
    return { outcome: 'unanswered', detail: `the registry answers ${status}`, status, url };
  },
};
