import { certain, emptyContents, type Format, NO } from './format.js';

/** A file without a byte: an interrupted download or a placeholder. */
export const empty: Format = {
  id: 'empty',
  name: 'empty file',
  extensions: [],
  family: 'other',
  container: 'none',
  signature: 'no bytes at all',
  facts: {
    disclosure: 'standard',
    steward: 'none',
    specification: '',
    encoding: 'binary',
    holds: 'nothing',
    independent: true,
    worstLoading: 'data-only',
    isModel: false,
  },
  recognize: ({ size }) => (size === 0 ? certain('no bytes') : NO),
  async inspect() {
    const contents = emptyContents('data-only');
    contents.observations.push({
      kind: 'unread',
      code: 'empty-file',
      message: 'expected a model, found an empty file',
    });
    return contents;
  },
};
