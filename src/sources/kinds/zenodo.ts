import { createHash } from 'node:crypto';
import { byBytes } from '../../bytes/order.js';
import { askJson, memberOf } from '../ask-json.js';
import type { SourceKind } from '../source-kind.js';

/** Records of Zenodo by its API (`/api/records/ID`); the checksums of the files tell whether they are the same. */
export const zenodo: SourceKind = {
  kinds: ['zenodo'],
  async look({ value }, { zenodo: host }, ask) {
    const id = /(\d{3,12})(?:\D*)$/.exec(value.replace(/[?#].*$/, '').replace(/\/files\/.*$/, ''))?.[1];
    if (id === undefined) return { outcome: 'unchecked', detail: 'this is no record of Zenodo', status: 0, url: value };
    const url = `${host}/api/records/${id}`;
    const answer = await askJson(url, ask);
    if ('sighting' in answer) return answer.sighting;
    const { status, document } = answer;
    if (status === 404)
      return { outcome: 'absent', detail: 'Zenodo has no such record', status, url, authoritative: true };
    if (status === 410) return { outcome: 'disabled', detail: 'Zenodo has withdrawn the record', status, url };
    if (status !== 200) return { outcome: 'unanswered', detail: `the service answers ${status}`, status, url };
    const access = memberOf(document, 'metadata', 'access_right');
    const digest = filesDigest(memberOf(document, 'files'));
    const found = { status, url, ...(digest !== undefined && { identity: { digest } }) };
    return typeof access === 'string' && access !== 'open'
      ? { ...found, outcome: 'gated', detail: `there, access is ${access}` }
      : { ...found, outcome: 'reached', detail: 'on Zenodo' };
  },
};

/** One digest of the names and checksums of all files; undefined where the record shows none. */
function filesDigest(files: unknown): string | undefined {
  if (!Array.isArray(files) || files.length === 0) return undefined;
  const lines = files.map(
    (file) => `${memberOf(file, 'checksum')} ${memberOf(file, 'key') ?? memberOf(file, 'filename')}`,
  );
  return createHash('sha256').update(lines.sort(byBytes).join('\n')).digest('hex');
}
