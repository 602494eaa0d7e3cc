import { widthOf } from './fits.js';
import type { Predictor, Scorer, Step } from './predictor.js';

/** Products of two numbers, or what takes as long, that one row takes; parts have to fit each other. */
export function productsOf({ inputs, steps, model }: Pick<Predictor, 'inputs' | 'steps' | 'model'>): number {
  const { width, products } = behind(steps, inputs.length);
  return products + (model ? ofModel(model, width) : 0);
}

interface Sum {
  width: number;
  products: number;
}

function behind(steps: readonly Step[], given: number): Sum {
  let [width, products] = [given, given];
  for (const step of steps) {
    if (step.kind === 'columns') {
      const parts = step.parts.map((part) => behind(part.steps, part.from.length));
      width = parts.reduce((sum, part) => sum + part.width, 0);
      products += parts.reduce((sum, part) => sum + part.products, 0);
      continue;
    }
    const next = widthOf(step, width);
    products += step.kind === 'project' ? width * next : next;
    width = next;
  }
  return { width, products };
}

/** Nodes that a tree is walked along, of those that are grown to their end. */
const DEPTH = 32;

function ofModel(model: Scorer, width: number): number {
  switch (model.kind) {
    case 'linear':
    case 'votes':
      return model.weights.length * width;
    case 'gaussians':
      return model.means.length * width;
    case 'distances':
      return model.centers.length * width;
    case 'network':
      return model.layers.reduce((sum, { weights, bias }) => sum + weights.length * bias.length, 0);
    case 'trees':
      return model.trees.length * DEPTH;
  }
}
