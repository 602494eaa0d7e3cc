import type { Rule } from '../rule.js';

export const modelCardMissing: Rule = {
  id: 'model-card-missing',
  title: 'No model card tells what the model is for',
  severity: 'note',
  *check({ models, evidence: { documents } }) {
    if (documents.modelCard || models.length === 0) return;
    yield {
      path: '.',
      message: 'Nothing tells a stranger what the model does, on which data it was trained and where it fails.',
      advice: 'Add these three paragraphs to the README, or a `MODEL_CARD.md`.',
    };
  },
};
