import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { openZipMember } from '../containers/zip.js';
import { certain, type Format, NO } from './format.js';
import type { Glimpse } from './glimpse.js';
import { pytorchZip } from './pytorch-zip.js';
import { rootOf } from './torch-archive.js';
import { zipMembers } from './zip-recognition.js';

const KEY = 'pytorch-lightning_version';
/** Lightning writes the key right after epoch and step. */
const SEARCHED = 1 << 16;

export const lightningCkpt: Format = {
  ...pytorchZip,
  id: 'lightning-ckpt',
  name: 'Lightning checkpoint',
  extensions: ['.ckpt'],
  family: 'pytorch',
  container: 'zip',
  signature: 'PyTorch zip whose object has pytorch-lightning_version and state_dict',
  aliases: ['PyTorch Lightning checkpoint'],
  facts: {
    ...pytorchZip.facts,
    steward: 'Lightning AI',
    specification: 'https://lightning.ai/docs/pytorch/stable/common/checkpointing_basic.html',
  },
  specializes: 'pytorch-zip',

  async recognize(glimpse, limits) {
    return (await holdsKey(glimpse, limits)) ? certain(`data.pkl with the key ${KEY}`) : NO;
  },
};

async function holdsKey(glimpse: Glimpse, limits: Limits): Promise<boolean> {
  const members = await zipMembers(glimpse);
  if (!members) return false;
  const pickle = `${rootOf(members)}data.pkl`;
  const data = members.find(({ name }) => name === pickle);
  if (!data) return false;
  try {
    const source = await openZipMember(glimpse.source, data, limits);
    return Buffer.from(await source.read(0, Math.min(SEARCHED, source.size))).includes(KEY, 0, 'latin1');
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}
