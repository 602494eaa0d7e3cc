import { readLines } from '../containers/text-lines.js';
import { type Contents, certain, emptyContents, type Format, type FormatFacts, NO } from './format.js';
import type { Glimpse } from './glimpse.js';
import { latin1Head } from './head-text.js';

const TEXT_FACTS: FormatFacts = {
  disclosure: 'source',
  steward: '',
  specification: '',
  encoding: 'text',
  holds: 'model',
  independent: true,
  worstLoading: 'data-only',
};

const startsWith = ({ head }: Glimpse, pattern: RegExp): boolean => pattern.test(latin1Head(head));

/** XGBoost's dump for people; it cannot be loaded again. */
export const xgboostTextDump: Format = {
  id: 'xgboost-text-dump',
  name: 'XGBoost text dump',
  extensions: ['.txt'],
  family: 'classical',
  container: 'text',
  signature: '"booster[0]:" at 0',
  facts: {
    ...TEXT_FACTS,
    steward: 'DMLC XGBoost project',
    specification: 'https://xgboost.readthedocs.io/en/stable/python/python_api.html',
    openExport: 'xgboost-json',
  },
  recognize: (glimpse) =>
    startsWith(glimpse, /^booster\[0\]:\r?\n/) ? certain('"booster[0]:" in the first line') : NO,

  async inspect({ source }) {
    const contents = emptyContents('data-only');
    let trees = 0;
    for await (const line of readLines(source)) if (/^booster\[\d+\]:/.test(line)) trees++;
    contents.facts.push({ key: 'num_trees', value: trees, where: 'booster[…]' });
    return contents;
  },
};

/** A header of `key value` lines that ends where the support vectors or weights begin. */
async function inspectHeader(source: Parameters<typeof readLines>[0], end: string): Promise<Contents> {
  const contents = emptyContents('data-only');
  let complete = false;
  for await (const line of readLines(source)) {
    if (line === end) {
      complete = true;
      break;
    }
    const space = line.indexOf(' ');
    const key = space < 0 ? line : line.slice(0, space);
    if (!/^[a-zA-Z_]+$/.test(key)) break;
    contents.facts.push({ key, value: space < 0 ? '' : line.slice(space + 1).trim(), where: 'header' });
  }
  if (!complete)
    contents.observations.push({
      kind: 'malformed',
      code: 'truncated',
      message: `expected the line "${end}", found the end of the header`,
    });
  return contents;
}

export const libsvmText: Format = {
  id: 'libsvm-text',
  name: 'LIBSVM model',
  extensions: ['.model', '.svm'],
  family: 'classical',
  container: 'text',
  signature: '"svm_type" at 0',
  facts: {
    ...TEXT_FACTS,
    steward: 'National Taiwan University',
    specification: 'https://github.com/cjlin1/libsvm/blob/master/README',
    openExport: 'pmml',
  },
  recognize: (glimpse) =>
    startsWith(glimpse, /^svm_type [a-z_]+\r?\n/) ? certain('"svm_type" in the first line') : NO,
  inspect: ({ source }) => inspectHeader(source, 'SV'),
};

export const liblinearText: Format = {
  id: 'liblinear-text',
  name: 'LIBLINEAR model',
  extensions: ['.model'],
  family: 'classical',
  container: 'text',
  signature: '"solver_type" at 0',
  facts: {
    ...TEXT_FACTS,
    steward: 'National Taiwan University',
    specification: 'https://github.com/cjlin1/liblinear/blob/master/README',
    openExport: 'pmml',
  },
  recognize: (glimpse) =>
    startsWith(glimpse, /^solver_type [A-Z0-9_]+\r?\n/) ? certain('"solver_type" in the first line') : NO,
  inspect: ({ source }) => inspectHeader(source, 'w'),
};
