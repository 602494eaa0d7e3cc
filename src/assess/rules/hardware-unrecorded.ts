import { isMachineKnown } from '../hardware.js';
import type { Rule } from '../rule.js';

export const hardwareUnrecorded: Rule = {
  id: 'hardware-unrecorded',
  title: 'Nothing records the hardware that trained the model',
  severity: 'note',
  guideline: 'S3',
  *check({ models, evidence }) {
    if (models.length === 0 || isMachineKnown(evidence) || !evidence.scripts.some(({ role }) => role === 'train'))
      return;
    yield {
      path: '.',
      message: 'Processor, GPU and driver change results, and none is written down.',
      advice: 'Note them in the model card, with the duration of the training.',
    };
  },
};
