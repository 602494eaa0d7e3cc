import type { Rule } from '../rule.js';

export const closedFormatOnly: Rule = {
  id: 'closed-format-only',
  title: 'A model exists only in a format that one framework can read',
  severity: 'warning',
  guideline: 'S2',
  *check(facts) {
    const models = new Map(facts.models.map((model) => [model.path, model]));
    for (const set of facts.sets) {
      const model = models.get(set.native);
      if (!model || set.open.length > 0 || set.promise !== 'bitstream-only') continue;
      if (model.safety.verdict === 'dangerous') continue;
      yield {
        path: set.native,
        message: `${model.openness.reason} Only its bytes can be preserved.`,
        advice: model.openness.fix,
      };
    }
  },
};
