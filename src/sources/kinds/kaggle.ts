import { look } from '../look.js';
import type { SourceKind } from '../source-kind.js';

/** Datasets and competitions of Kaggle by their pages: downloading needs an account, seeing the page does not. */
export const kaggle: SourceKind = {
  kinds: ['kaggle'],
  async look({ value }, { kaggle: host }, ask) {
    const path = value.replace(/^https?:\/\/(?:www\.)?kaggle\.com\//, '').replace(/^\/+/, '');
    if (!/^[\w./-]+$/.test(path) || path.split('/').includes('..'))
      return { outcome: 'unchecked', detail: 'this is no dataset of Kaggle', status: 0, url: value };
    const page = /^(?:datasets|competitions|c)\//.test(path)
      ? path
      : path.includes('/')
        ? `datasets/${path}`
        : `competitions/${path}`;
    const sighting = await look(`${host}/${page}`, ask);
    return sighting.outcome === 'reached' || sighting.outcome === 'moved'
      ? { ...sighting, outcome: 'gated', detail: 'there, downloading needs an account' }
      : sighting;
  },
};
