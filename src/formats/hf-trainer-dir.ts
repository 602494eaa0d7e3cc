import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
  where,
} from './format.js';
import type { Glimpse } from './glimpse.js';
import { addFacts, addModelCard, addTemplates, HF_FACTS, readConfig, weightsIn } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { addPart, openPart, partTensors } from './parts.js';

/** State of a run beside its weights, in the order in which their tensors are listed. */
const STATE = /^(?:rng_state(?:_\d+)?\.pth|optimizer\.(?:pt|bin)|scheduler\.pt|scaler\.pt|training_args\.bin)$/;

const KEYS = ['global_step', 'log_history', 'best_metric', 'epoch'];
const isTrainerState = (glimpse: Glimpse): boolean =>
  /(?:^|\/)trainer_state\.json$/.test(glimpse.path) && headKeys(glimpse)?.some((key) => KEYS.includes(key)) === true;

/** A checkpoint of the Transformers Trainer: weights, state of the run, and the arguments of the training as a pickle. */
export const hfTrainerDir: Format = {
  id: 'hf-trainer-dir',
  name: 'Hugging Face Trainer checkpoint',
  extensions: ['.json'],
  family: 'hugging-face',
  container: 'directory',
  signature: 'trainer_state.json beside weights or training_args.bin',
  facts: { ...HF_FACTS, specification: 'https://huggingface.co/docs/transformers/main/en/main_classes/trainer' },
  specializes: 'json',

  recognize: where(isTrainerState, async (glimpse) => {
    const names = await glimpse.companions();
    const [first] = [...weightsIn(names), ...names.filter((name) => STATE.test(name))];
    return first === undefined ? NO : certain(`trainer_state.json beside ${first}`);
  }),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const state = await readConfig(model, limits);
    addFacts(
      state,
      [
        'epoch',
        'global_step',
        'max_steps',
        'num_train_epochs',
        'best_metric',
        'best_model_checkpoint',
        'train_batch_size',
      ],
      'trainer_state.json',
      contents,
    );
    contents.needs.push({ package: 'transformers', version: '', evidence: 'trainer_state.json' });
    await addTemplates(model, contents, limits);
    await addModelCard(model, contents);
    for (const name of await partsOf(model)) {
      const part = await openPart(model, name, contents);
      if (part) addPart(contents, name, part, { tensors: true });
    }
    await addLoadableFiles(model, contents);
    return contents;
  },

  tensors: (model) => stateTensors(model, emptyContents('data-only')),
};

async function partsOf(model: ModelInput): Promise<string[]> {
  const names = await model.listCompanions();
  return [...weightsIn(names).slice(0, 1), ...names.filter((name) => STATE.test(name))];
}

async function* stateTensors(model: ModelInput, contents: Contents): AsyncGenerator<Tensor> {
  for (const name of await partsOf(model)) {
    const part = await openPart(model, name, contents);
    if (part) yield* partTensors(part, name);
  }
}
