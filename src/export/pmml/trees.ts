import type { DecisionTree, Field, TreeModel, TreeNode, TreeTest } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import type { InputColumn } from '../predictions/rows.js';
import { defaultsLeft, inputsOf } from '../predictions/statistics.js';
import { segmentLater } from './chain.js';
import { type Body, fieldName, freeName, miningSchema, namesOf, outputOf } from './document.js';
import { type Element, element } from './element.js';

/** Deepest nesting of nodes that readers of XML take without running out of their stack. */
const DEEPEST = 400;

/** Trees as a TreeModel, forests as a MiningModel of one segment a tree. */
export function treesBody(model: TreeModel, columns: readonly InputColumn[] = inputsOf(model)): Body {
  const names = model.fields.map(fieldName);
  const { levels } = model.target;
  const target = { name: model.target.name || freeName('response', namesOf(...columns)), ...(levels && { levels }) };
  const schema = miningSchema(columns, target.name);
  const writer = new TreeWriter(
    model,
    names.map(({ name }) => name),
  );
  const derived = names.flatMap((name) => name.derived);
  const [first] = model.trees;
  if (!first) throw new NotExportable('the model has no tree');
  const shown = model.combination === 'majority-vote' ? [] : levels;
  const extra = [outputOf(namesOf(...columns, target), model.task, shown), ...correction(model, target.name)];
  if (model.combination === 'single') return { derived, target, model: writer.tree(first, [schema, ...extra]) };
  refuseCutoff(model);
  // One for all trees, which may be many of many columns.
  const inner = miningSchema(columns, null);
  const segments = model.trees.map((tree, i) => segmentLater(() => writer.tree(tree, [inner]), i));
  const method = model.combination === 'mean' ? 'average' : 'majorityVote';
  return {
    derived,
    target,
    model: element('MiningModel', { functionName: model.task }, [
      schema,
      ...extra,
      element('Segmentation', { multipleModelMethod: method }, segments),
    ]),
  };
}

/** One tree of numbers by itself, a part of a larger model. */
export function regressionTree(tree: DecisionTree, fields: readonly string[], schema: Element): Element {
  const model = { task: 'regression', target: { name: '', kind: 'numeric' }, fields: [] } as const;
  return new TreeWriter(model, fields).tree(tree, [schema]);
}

const correction = ({ correction }: TreeModel, field: string): Element[] =>
  correction
    ? [
        element('Targets', {}, [
          element('Target', { field, rescaleFactor: correction.slope, rescaleConstant: correction.intercept }),
        ]),
      ]
    : [];

function refuseCutoff({ cutoff, combination }: TreeModel): void {
  if (combination === 'majority-vote' && cutoff && cutoff.some((value) => Math.abs(value - (cutoff[0] ?? 0)) > 1e-12))
    throw new NotExportable('its votes are weighed by a cutoff for each class, which PMML has no vote for');
}

class TreeWriter {
  readonly #levels: readonly string[];

  constructor(
    readonly model: { task: TreeModel['task']; target: Field; fields: readonly Field[] },
    /** Names of the fields in the document. */
    readonly names: readonly string[],
  ) {
    this.#levels = model.target.levels ?? [];
  }

  tree({ nodes, missing }: DecisionTree, head: readonly Element[]): Element {
    const strategy = { majority: 'defaultChild', stop: 'lastPrediction', refuse: 'nullPrediction' }[missing];
    const attributes = {
      functionName: this.model.task,
      missingValueStrategy: strategy,
      // A level that no child takes is a missing value.
      noTrueChildStrategy: missing === 'refuse' ? 'returnNullPrediction' : 'returnLastPrediction',
      splitCharacteristic: 'binarySplit',
    };
    return element('TreeModel', attributes, [...head, this.#node(nodes, 0, element('True'), missing, 0)]);
  }

  #node(
    nodes: readonly TreeNode[],
    at: number,
    predicate: Element,
    missing: DecisionTree['missing'],
    depth: number,
  ): Element {
    if (depth > DEEPEST)
      throw new NotExportable(`the tree is deeper than ${DEEPEST}, which readers of PMML do not take`);
    const node = nodes[at] as TreeNode;
    const { split, count, probabilities, prediction } = node;
    const isClass = this.model.task === 'classification';
    const attributes = {
      id: node.id,
      score: isClass ? this.#levels[prediction] : prediction,
      recordCount: count,
      defaultChild:
        split && missing === 'majority' ? nodes[defaultsLeft(nodes, split) ? split.left : split.right]?.id : undefined,
    };
    const distribution = (isClass ? (probabilities ?? []) : []).map((probability, level) =>
      element('ScoreDistribution', {
        value: this.#levels[level],
        recordCount: probability * (count ?? 1),
        probability,
      }),
    );
    const children = split
      ? (['left', 'right'] as const).map((side) =>
          this.#node(nodes, split[side], this.#side(split, side, nodes, missing), missing, depth + 1),
        )
      : [];
    return element('Node', attributes, [predicate, ...distribution, ...children]);
  }

  /** The test of a child; where there is no value the surrogates answer one after the other. */
  #side(
    split: NonNullable<TreeNode['split']>,
    side: 'left' | 'right',
    nodes: readonly TreeNode[],
    missing: string,
  ): Element {
    const isDefault = missing === 'majority' && defaultsLeft(nodes, split) === (side === 'left');
    return this.#chain([split.test, ...split.surrogates], side, isDefault);
  }

  #chain(tests: readonly TreeTest[], side: 'left' | 'right', isDefault: boolean): Element {
    const asked = tests.map((test, i) => this.#asked(test, tests.slice(i + 1), side, isDefault));
    return asked.length === 1
      ? (asked[0] as Element)
      : element('CompoundPredicate', { booleanOperator: 'surrogate' }, asked);
  }

  /** Levels that did not occur in training are like missing ones: the next surrogate answers for them, at last the larger child. */
  #asked(test: TreeTest, next: readonly TreeTest[], side: 'left' | 'right', isDefault: boolean): Element {
    if (test.kind !== 'levels') return this.#comparison(test, side);
    const unseen = this.#unseen(test);
    const own = side === 'left' ? test.left : test.right;
    if (next.length === 0 || unseen.length === 0)
      return this.#isIn(test.field, isDefault && next.length === 0 ? [...own, ...unseen] : own);
    return element('CompoundPredicate', { booleanOperator: 'or' }, [
      this.#isIn(test.field, own),
      element('CompoundPredicate', { booleanOperator: 'and' }, [
        this.#isIn(test.field, unseen),
        this.#chain(next, side, isDefault),
      ]),
    ]);
  }

  #comparison(test: Exclude<TreeTest, { kind: 'levels' }>, side: 'left' | 'right'): Element {
    const operators = {
      less: ['lessThan', 'greaterOrEqual'],
      'less-or-equal': ['lessOrEqual', 'greaterThan'],
      'greater-or-equal': ['greaterOrEqual', 'lessThan'],
    }[test.kind];
    const field = this.names[test.field];
    return element('SimplePredicate', { field, operator: operators[side === 'left' ? 0 : 1], value: test.threshold });
  }

  #isIn(field: number, levels: readonly number[]): Element {
    const labels = (this.model.fields[field] as Field).levels ?? [];
    const texts = levels.map((level) => `"${(labels[level] ?? '').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return element('SimpleSetPredicate', { field: this.names[field], booleanOperator: 'isIn' }, [
      element('Array', { n: texts.length, type: 'string' }, [texts.join(' ')]),
    ]);
  }

  #unseen(test: Extract<TreeTest, { kind: 'levels' }>): number[] {
    const levels = (this.model.fields[test.field] as Field).levels ?? [];
    return levels.map((_, level) => level).filter((level) => !test.left.includes(level) && !test.right.includes(level));
  }
}
