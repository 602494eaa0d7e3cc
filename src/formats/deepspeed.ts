import { certain, type Format, NO, where } from './format.js';
import { pytorchZip } from './pytorch-zip.js';

const STATES = /(?:^|\/)mp_rank_\d+(?:_\d+)*_model_states\.pt$/;
const PARTITIONS =
  /^(?:mp_rank_\d.*_model_states|(?:bf16_|fp16_)?zero_pp_rank_\d.*_(?:optim|model)_states|layer_\d.*_states)\.pt$/;

/** What DeepSpeed and Megatron write: the states of the model's ranks, the partitions of the optimizer beside them. */
export const deepspeedCheckpoint: Format = {
  ...pytorchZip,
  id: 'deepspeed-checkpoint',
  name: 'DeepSpeed checkpoint',
  aliases: ['Megatron-DeepSpeed checkpoint'],
  extensions: ['.pt'],
  container: 'directory',
  signature: 'mp_rank_*_model_states.pt (PyTorch zip), zero_pp_rank_*_optim_states.pt beside it',
  specializes: 'pytorch-zip',

  recognize: where(
    ({ path }) => STATES.test(path),
    async (glimpse, limits) => {
      const recognition = await pytorchZip.recognize(glimpse, limits);
      return recognition.certainty === 'certain' ? certain(`${recognition.basis}, named by DeepSpeed`) : NO;
    },
  ),

  async inspect(model, limits) {
    const contents = await pytorchZip.inspect(model, limits);
    const others = (await model.listCompanions()).filter((name) => PARTITIONS.test(name) && !model.path.endsWith(name));
    for (const name of others) if (!contents.companions.includes(name)) contents.companions.push(name);
    contents.facts.push({ key: 'partitions', value: others.length + 1, where: 'names of files' });
    return contents;
  },
};
