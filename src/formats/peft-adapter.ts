import { isObject, type JsonObject } from '../containers/json-document.js';
import { begin, type Contents, certain, emptyContents, type Format, NO } from './format.js';
import {
  addFacts,
  addModelCard,
  addTemplates,
  addWeights,
  HF_FACTS,
  readConfig,
  weightTensors,
} from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { addRemoteCode } from './own-programs.js';

/** Libraries whose classes need no code of somebody else. */
const LIBRARIES = new Set(['diffusers', 'transformers']);

/** A PEFT adapter: its settings beside its weights; useless without the base model that it names. */
export const peftAdapter: Format = {
  id: 'peft-adapter',
  name: 'PEFT adapter directory',
  extensions: ['.json'],
  family: 'hugging-face',
  container: 'directory',
  signature: 'adapter_config.json with peft_type beside adapter_model',
  aliases: ['LoRA adapter'],
  facts: {
    ...HF_FACTS,
    specification: 'https://huggingface.co/docs/peft/main/en/developer_guides/checkpoint',
    worstLoading: 'code',
  },
  specializes: 'json',

  recognize(glimpse) {
    if (!/(?:^|\/)adapter_config\.json$/.test(glimpse.path)) return NO;
    return headKeys(glimpse)?.some((key) => key === 'peft_type' || key === 'base_model_name_or_path')
      ? certain('adapter_config.json of PEFT')
      : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const config = await readConfig(model, limits);
    addFacts(
      config,
      [
        'peft_type',
        'task_type',
        'r',
        'lora_alpha',
        'lora_dropout',
        'target_modules',
        'base_model_name_or_path',
        'revision',
        'peft_version',
      ],
      'adapter_config.json',
      contents,
    );
    const version = config['peft_version'];
    contents.needs.push({
      package: 'peft',
      version: typeof version === 'string' ? version : '',
      evidence: 'adapter_config.json',
    });
    const base = config['base_model_name_or_path'];
    if (typeof base === 'string' && base !== '')
      contents.needs.push({
        package: `base model ${base}`,
        version: typeof config['revision'] === 'string' ? config['revision'] : '',
        evidence: 'adapter_config.json#base_model_name_or_path',
      });
    await addRemoteCode(config, 'adapter_config.json', model, contents);
    addBaseClass(config, contents);
    await addTemplates(model, contents, limits);
    await addModelCard(model, contents);
    await addWeights(model, contents);
    await addLoadableFiles(model, contents);
    if (contents.tensors.length === 0 && contents.observations.length === 0) {
      contents.observations.push({
        kind: 'unread',
        code: 'missing-file',
        message: 'expected adapter_model.safetensors or adapter_model.bin, found neither',
      });
    }
    return contents;
  },

  tensors: (model) => weightTensors(model, emptyContents('data-only')),
};

/** The class that an adapter without a task has its base model loaded by: imported by the names of its module and its own. */
function addBaseClass(config: JsonObject, contents: Contents): void {
  const mapping = config['auto_mapping'];
  if (!isObject(mapping)) return;
  const { base_model_class: className, parent_library: library } = mapping;
  if (typeof className !== 'string' || typeof library !== 'string') return;
  if (!LIBRARIES.has(library.split('.')[0] ?? '')) contents.loading = 'code';
  contents.observations.push({
    kind: 'callable',
    code: 'auto-mapping',
    name: `${library}.${className}`,
    message: `loading the base model imports ${className} from ${library}`,
    member: 'adapter_config.json#auto_mapping',
  });
}
