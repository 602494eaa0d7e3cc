import { structureOf } from '../../evidence/checkpoints/weights.js';
import type { Rule } from '../rule.js';

export const closedFormatOnly: Rule = {
  id: 'closed-format-only',
  title: 'A model exists only in a format that one framework can read',
  severity: 'warning',
  guideline: 'S2',
  *check(facts) {
    const models = new Map(facts.models.map((model) => [model.path, model]));
    const structures = new Map(
      facts.inspections.map((inspection) => [inspection.path, structureOf(inspection).join('\n')]),
    );
    const preserved = new Set(
      facts.sets
        .filter(({ open, promise }) => open.length > 0 && promise === 'preservable')
        .map(({ native }) => structures.get(native)),
    );
    // An earlier checkpoint of a model whose final state has an open copy needs none of its own.
    const isStateOfPreserved = (path: string): boolean =>
      structures.get(path) !== '' && preserved.has(structures.get(path));
    for (const set of facts.sets) {
      const model = models.get(set.native);
      if (!model || set.open.length > 0 || set.promise !== 'bitstream-only') continue;
      if (model.safety.verdict === 'dangerous' || isStateOfPreserved(set.native)) continue;
      yield {
        path: set.native,
        message: `${model.openness.reason} Only its bytes can be preserved.`,
        advice: model.openness.fix,
      };
    }
  },
};
