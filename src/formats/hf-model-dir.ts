import { begin, certain, emptyContents, type Format, NO, where } from './format.js';
import type { Glimpse } from './glimpse.js';
import {
  addFacts,
  addModelCard,
  addTemplates,
  addWeights,
  HF_FACTS,
  readConfig,
  weightsIn,
  weightTensors,
} from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { addNamedModules, addRemoteCode } from './own-programs.js';

const KEYS = ['architectures', 'model_type', 'auto_map', 'transformers_version', '_class_name', '_diffusers_version'];
const isConfig = (glimpse: Glimpse): boolean =>
  /(?:^|\/)config\.json$/.test(glimpse.path) && headKeys(glimpse)?.some((key) => KEYS.includes(key)) === true;

/** A Transformers or Diffusers model: config.json beside its weights. */
export const hfModelDir: Format = {
  id: 'hf-model-dir',
  name: 'Hugging Face model directory',
  extensions: ['.json'],
  family: 'hugging-face',
  container: 'directory',
  signature: 'config.json with architectures, model_type or transformers_version beside weights',
  aliases: ['Transformers checkpoint'],
  facts: HF_FACTS,
  specializes: 'json',

  recognize: where(isConfig, async (glimpse) => {
    const [weights] = weightsIn(await glimpse.companions());
    return weights === undefined ? NO : certain(`config.json of Transformers beside ${weights}`);
  }),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const config = await readConfig(model, limits);
    addFacts(
      config,
      [
        'architectures',
        'model_type',
        '_name_or_path',
        'torch_dtype',
        'dtype',
        'transformers_version',
        '_class_name',
        '_diffusers_version',
      ],
      'config.json',
      contents,
    );
    const isDiffusers = '_diffusers_version' in config;
    const version = config[isDiffusers ? '_diffusers_version' : 'transformers_version'];
    contents.needs.push({
      package: isDiffusers ? 'diffusers' : 'transformers',
      version: typeof version === 'string' ? version : '',
      evidence: 'config.json',
    });
    await addRemoteCode(config, 'config.json', model, contents);
    await addTemplates(model, contents, limits);
    await addModelCard(model, contents);
    await addWeights(model, contents);
    await addNamedModules(model, contents, limits);
    await addLoadableFiles(model, contents);
    return contents;
  },

  tensors: (model) => weightTensors(model, emptyContents('data-only')),
};
