import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { readJson } from '../containers/json-document.js';
import { parseUbjson } from '../containers/ubjson.js';
import { certain, type Format, type ModelInput, NO } from './format.js';
import { has } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';
import { XGBOOST_FACTS, type XgboostModel, xgboostContents, xgboostModel, xgboostTensors } from './xgboost-model.js';

const readJsonModel = async ({ source }: ModelInput, limits: Limits): Promise<XgboostModel> =>
  xgboostModel(await readJson(source, limits, { nonFinite: true }));

export const xgboostJson: Format = {
  id: 'xgboost-json',
  name: 'XGBoost JSON',
  extensions: ['.json', '.xgb', '.model'],
  family: 'classical',
  container: 'json',
  signature: 'JSON with learner and version',
  facts: XGBOOST_FACTS,
  specializes: 'json',
  recognize: (glimpse) =>
    headKeys(glimpse)?.includes('learner') &&
    /"(?:gradient_booster|feature_names|attributes|learner_model_param)"/.test(latin1Head(glimpse.head))
      ? certain('JSON with a learner')
      : NO,
  inspect: async (model, limits) => xgboostContents(await readJsonModel(model, limits)),
  async *tensors(model, limits) {
    yield* xgboostTensors(await readJsonModel(model, limits));
  },
};

async function readUbjsonModel({ source }: ModelInput, limits: Limits): Promise<XgboostModel> {
  if (source.size > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected a UBJSON document of at most ${limits.inflatedBytes} bytes, found ${source.size}`,
    );
  return xgboostModel(parseUbjson(await source.read(0, source.size), limits.depth));
}

export const xgboostUbjson: Format = {
  id: 'xgboost-ubjson',
  name: 'XGBoost UBJSON',
  extensions: ['.ubj', '.xgb', '.model', '.bst'],
  family: 'classical',
  container: 'ubjson',
  signature: '"{L" at 0: a UBJSON object with learner',
  facts: { ...XGBOOST_FACTS, encoding: 'binary', openExport: 'xgboost-json' },
  recognize: ({ head }) => {
    // The first key is `learner` (1.x, 2.x) or `version`, its length written as any integer type.
    const begins =
      has(head, '{') && /^\{(?:L\0{7}|l\0{3}|I\0|[iU])\x07(?:learner|version)/.test(latin1Head(head).slice(0, 32));
    return begins ? certain('UBJSON object whose first key is of XGBoost') : NO;
  },
  inspect: async (model, limits) => xgboostContents(await readUbjsonModel(model, limits)),
  async *tensors(model, limits) {
    yield* xgboostTensors(await readUbjsonModel(model, limits));
  },
};
