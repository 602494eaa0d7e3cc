import { askJson, memberOf } from '../ask-json.js';
import type { SourceKind } from '../source-kind.js';
import type { Sighting } from '../source-state.js';

const ID = /^[\w.-]+(?:\/[\w.-]+)?$/;

/** What the Hub says of a dataset that it does not show, beside a status that says less. */
function wordOf(headers: Headers): Pick<Sighting, 'outcome' | 'detail'> | null {
  if (headers.get('x-error-code') === 'GatedRepo')
    return { outcome: 'gated', detail: 'there, after its conditions are accepted' };
  return /access to this resource is disabled/i.test(headers.get('x-error-message') ?? '')
    ? { outcome: 'disabled', detail: 'the Hub has disabled the dataset' }
    : null;
}

/** Datasets of the Hugging Face Hub by its API (`/api/datasets/ID[/revision/R]`). A renamed one answers with a redirect. */
export const huggingFace: SourceKind = {
  kinds: ['hf-dataset'],
  async look({ value, revision }, { huggingFace: host }, ask) {
    const url = `${host}/api/datasets/${value}${revision ? `/revision/${encodeURIComponent(revision)}` : ''}`;
    if (!ID.test(value) || value.split('/').includes('..'))
      return { outcome: 'unchecked', detail: 'this is no id of a dataset', status: 0, url };
    const answer = await askJson(url, ask);
    const told = answer.headers && wordOf(answer.headers);
    if (told) return { ...told, status: 'sighting' in answer ? answer.sighting.status : answer.status, url };
    if ('sighting' in answer) {
      const { status, url: place } = answer.sighting;
      if (![301, 307, 308].includes(status) || place === url) return answer.sighting;
      const page = place.replace('/api/datasets/', '/datasets/').replace(/\/revision\/.*$/, '');
      return { ...answer.sighting, outcome: 'moved', detail: 'the dataset has another name now', url: page };
    }
    const { status, headers, document } = answer;
    const about = { status, url };
    if (status === 401 || status === 404) {
      const what = headers.get('x-error-code') === 'RevisionNotFound' ? `the revision ${revision}` : 'the dataset';
      return { ...about, outcome: 'absent', detail: `${what} is missing or private`, authoritative: true };
    }
    if (status !== 200) return { ...about, outcome: 'unanswered', detail: `the service answers ${status}` };
    if (memberOf(document, 'disabled') === true)
      return { ...about, outcome: 'disabled', detail: 'the Hub has disabled the dataset' };
    const sha = memberOf(document, 'sha');
    // A revision that was cited cannot change; without one, the newest is what people get.
    const found = { ...about, ...(typeof sha === 'string' && { identity: { digest: sha } }) };
    const gated = memberOf(document, 'gated');
    if (gated !== undefined && gated !== false)
      return { ...found, outcome: 'gated', detail: 'there, after its conditions are accepted' };
    return { ...found, outcome: 'reached', detail: 'on the Hub' };
  },
};
