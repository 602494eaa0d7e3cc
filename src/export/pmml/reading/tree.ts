import type { Cell } from '../../predictions/rows.js';
import { attribute, childrenOf, type XmlNode } from './node.js';
import { holds, PREDICATES } from './predicate.js';

type Values = ReadonlyMap<string, Cell>;

/** The node of a TreeModel that answers, by its strategies for missing values. */
export function treeEnd(model: XmlNode, values: Values) {
  const isClass = model.attributes['functionName'] === 'classification';
  const end = endOf(model, values);
  const score = end?.attributes['score'];
  const distribution = end ? childrenOf(end, 'ScoreDistribution') : [];
  return {
    value: score === undefined ? null : isClass ? score : Number(score),
    probabilities: new Map(
      distribution.map((one) => [attribute(one, 'value'), Number(attribute(one, 'probability'))] as const),
    ),
  };
}

function endOf(model: XmlNode, values: Values): XmlNode | null {
  const missing = model.attributes['missingValueStrategy'] ?? 'none';
  const nobody = model.attributes['noTrueChildStrategy'] ?? 'returnNullPrediction';
  let node = childrenOf(model, 'Node')[0] ?? null;
  while (node) {
    const children: XmlNode[] = childrenOf(node, 'Node');
    if (children.length === 0) return node;
    let next: XmlNode | null = null;
    for (const child of children) {
      const said = holds(child.children.find(({ tag }) => PREDICATES.has(tag)) as XmlNode, values);
      if (said === true) next = child;
      if (said === true) break;
      if (said !== null) continue;
      if (missing === 'lastPrediction') return node;
      if (missing === 'nullPrediction') return null;
      if (missing !== 'defaultChild') continue;
      const { defaultChild } = node.attributes;
      next = children.find(({ attributes }) => attributes['id'] === defaultChild) ?? null;
      break;
    }
    if (!next) return nobody === 'returnLastPrediction' ? node : null;
    node = next;
  }
  return null;
}
