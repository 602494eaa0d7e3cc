import { askJson, memberOf } from '../ask-json.js';
import type { SourceKind } from '../source-kind.js';

/** Datasets of OpenML by its API, by number or by name. */
export const openml: SourceKind = {
  kinds: ['openml'],
  async look({ value, revision }, { openml: host }, ask) {
    const id = /^(?:.*\D)?(\d+)$/.exec(value.trim())?.[1];
    const isNumber = id !== undefined && /^(?:\d+|.*[/=]\d+)$/.test(value.trim());
    const version = revision && /^\d+$/.test(revision) ? `/data_version/${revision}` : '';
    const url = isNumber
      ? `${host}/api/v1/json/data/${id}`
      : `${host}/api/v1/json/data/list/data_name/${encodeURIComponent(value)}${version}/limit/1`;
    const answer = await askJson(url, ask);
    if ('sighting' in answer) return answer.sighting;
    const { status, document } = answer;
    // The API answers 412 with an error of its own for what it does not have.
    if (status === 404 || status === 412)
      return { outcome: 'absent', detail: 'OpenML has no such dataset', status, url, authoritative: true };
    if (status !== 200) return { outcome: 'unanswered', detail: `the service answers ${status}`, status, url };
    const found = memberOf(document, 'data_set_description');
    if (memberOf(found, 'status') === 'deactivated')
      return { outcome: 'disabled', detail: 'OpenML has deactivated the dataset', status, url };
    const digest = memberOf(found, 'md5_checksum');
    return {
      outcome: 'reached',
      detail: 'on OpenML',
      status,
      url,
      ...(typeof digest === 'string' && { identity: { digest } }),
    };
  },
};
