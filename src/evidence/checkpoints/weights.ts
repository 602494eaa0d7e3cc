import { byBytes } from '../../bytes/order.js';
import type { Inspection } from '../../formats/inspection.js';

/** State that training needs and a copy of the model does not. */
const TRAINING_STATE =
  /(^|\.)(optimi[sz]ers?|optimizer_states?|lr_schedulers?|scheduler|scaler|rng_states?|loops|callbacks)(\.|$)/;
/** What frameworks and checkpoints put before the same name. */
const PREFIX = /^(?:(?:state_dict|model_state_dict|model_state|model|module|net|network|_orig_mod)\.)+/;
/** Files in which trainers keep what they need to go on, beside the weights. */
const STATE_FILE =
  /(^|\/)(optimi[sz]er|optim|(lr_)?scheduler|(grad_)?scaler|rng_states?|random_states?|sampler|training_args)([_-]\d+)?\.(pt|pth|bin|pkl|safetensors)$/;

/** True for a tensor that is no weight: state of an optimizer, a scheduler, a random generator. */
export const isTrainingState = (tensor: string): boolean => TRAINING_STATE.test(tensor);

/** True for a file that holds nothing but what a training needs to be resumed. */
export const isResumeFile = (path: string): boolean => STATE_FILE.test(path);

/** A tensor's name without what frameworks put before it. */
export const bareName = (tensor: string): string => tensor.replace(PREFIX, '');

/** What a model is made of, without its values: bare names and shapes of its weights, sorted. Empty where none are known. */
export const structureOf = ({ contents }: Pick<Inspection, 'contents'>): string[] =>
  contents.tensors
    .filter(({ name }) => !isTrainingState(name))
    .map(({ name, shape }) => `${bareName(name)} ${shape}`)
    .sort(byBytes);
