import { certain, emptyContents, type Format, NO } from './format.js';
import { has } from './glimpse.js';
import { TORCH_FACTS } from './pytorch-zip.js';

/** The container of TorchScript before 1.0: never in a release, known by its magic only. */
export const pytorch1Container: Format = {
  id: 'pytorch1-container',
  name: 'PyTorch 1.0 release-candidate container',
  extensions: ['.pt'],
  facts: { ...TORCH_FACTS, holds: 'model', worstLoading: 'program' },

  recognize: ({ head }) => (has(head, 'PYTORCH1') ? certain('PYTORCH1 at 0') : NO),

  async inspect({ source }) {
    const contents = emptyContents('program');
    if (source.size >= 16) contents.version = String(Buffer.from(await source.read(8, 16)).readBigUInt64LE());
    contents.observations.push({
      kind: 'unread',
      code: 'unsupported',
      message: 'expected records that a reader knows, found those of a container that no release of PyTorch wrote',
    });
    return contents;
  },
};
