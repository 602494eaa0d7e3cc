import { attributeOf, memberOf, type RObject, textsOf } from '../../containers/r-serialization.js';
import type { Origin } from './origin.js';
import { formulaText } from './r-coefficients.js';
import { textOfCall } from './r-expression.js';
import { memberAt, namedTexts, namesOf, type RReading, texts } from './r-reading.js';
import { fieldsOf } from './r-tree.js';
import type { DecisionTree, Field, TreeModel, TreeNode, TreeTest } from './statistical-model.js';

/** Status of nodes that are leaves. */
const TERMINAL = -1;
/** Categories that fit the bits of a split. */
const MOST_CATEGORIES = 53;

/** Columns of a forest's arrays: one value a node and a tree. */
interface Forest {
  isClassifier: boolean;
  nodes: number;
  sizes: number[];
  status: number[];
  variable: number[];
  split: number[];
  prediction: number[];
  left: (node: number, tree: number) => number;
  right: (node: number, tree: number) => number;
  categories: number[];
}

/** A forest of the package randomForest (help page "randomForest", "getTree"); null where it was saved without its trees. */
export async function forestModel(object: RObject, origin: Origin, reading: RReading): Promise<TreeModel | null> {
  const forest = await readForest(object, reading);
  if (!forest) return null;
  const levels = namedTexts(memberAt(object, 'forest$xlevels'));
  const names = namesOf(memberAt(object, 'forest$ncat')).length
    ? namesOf(memberAt(object, 'forest$ncat'))
    : namesOf(memberAt(object, 'forest$xlevels'));
  const known = new Map(fieldsOf(object, levels).map((field) => [field.name, field]));
  const fields = forest.categories.map((_, i): Field => {
    const name = names[i] ?? `V${i + 1}`;
    const labels = Object.hasOwn(levels, name) ? levels[name] : undefined;
    return known.get(name) ?? { name, kind: labels ? 'categorical' : 'numeric', ...(labels && { levels: labels }) };
  });
  const terms = memberOf(object, 'terms');
  const [response] = namesOf(terms && attributeOf(terms, 'dataClasses'));
  const classes = texts(memberOf(object, 'classes'));
  const cutoff = await reading.numbers(memberAt(object, 'forest$cutoff'));
  const correction = await reading.numbers(memberOf(object, 'coefs'));
  return {
    kind: 'trees',
    origin,
    call: textOfCall(memberOf(object, 'call')),
    formula: formulaText(object),
    task: forest.isClassifier ? 'classification' : 'regression',
    target: {
      name: response ?? '',
      kind: forest.isClassifier ? 'categorical' : 'numeric',
      ...(forest.isClassifier && { levels: classes }),
    },
    fields,
    trees: forest.sizes.map((_, tree) => treeOf(forest, tree)),
    combination: forest.isClassifier ? 'majority-vote' : 'mean',
    ...(cutoff.length > 0 && { cutoff }),
    ...(correction.length === 2 && {
      correction: { intercept: correction[0] as number, slope: correction[1] as number },
    }),
  };
}

async function readForest(object: RObject, reading: RReading): Promise<Forest | null> {
  const at = (name: string): Promise<number[]> => reading.numbers(memberAt(object, `forest$${name}`));
  const sizes = await at('ndbigtree');
  const nodes = (await at('nrnodes'))[0] ?? 0;
  if (sizes.length === 0 || nodes === 0) return null;
  const isClassifier = textsOf(memberOf(object, 'type'))[0] === 'classification';
  const map = await at('treemap');
  const [leftOnes, rightOnes] = [await at('leftDaughter'), await at('rightDaughter')];
  const [left, right] = isClassifier
    ? [
        (node: number, tree: number) => map[tree * 2 * nodes + node] ?? 0,
        (node: number, tree: number) => map[tree * 2 * nodes + nodes + node] ?? 0,
      ]
    : [
        (node: number, tree: number) => leftOnes[tree * nodes + node] ?? 0,
        (node: number, tree: number) => rightOnes[tree * nodes + node] ?? 0,
      ];
  return {
    isClassifier,
    nodes,
    sizes,
    status: await at('nodestatus'),
    variable: await at('bestvar'),
    split: await at('xbestsplit'),
    prediction: await at('nodepred'),
    left,
    right,
    categories: await at('ncat'),
  };
}

function treeOf(forest: Forest, tree: number): DecisionTree {
  const size = Math.min(forest.sizes[tree] ?? 0, forest.nodes);
  const nodes = Array.from({ length: size }, (_, node): TreeNode => {
    const place = tree * forest.nodes + node;
    const value = forest.prediction[place] ?? Number.NaN;
    const prediction = forest.isClassifier ? value - 1 : value;
    const [left, right] = [forest.left(node, tree) - 1, forest.right(node, tree) - 1];
    const isInner = forest.status[place] !== TERMINAL && left > node && right > node && Math.max(left, right) < size;
    if (!isInner) return { id: node + 1, prediction };
    const test = splitOf(forest, (forest.variable[place] ?? 1) - 1, forest.split[place] ?? Number.NaN);
    return { id: node + 1, prediction, split: { test, left, right, surrogates: [] } };
  });
  return { nodes, missing: 'refuse' };
}

/** At most the threshold goes left; of categories those whose bit is set. */
function splitOf({ categories }: Forest, field: number, split: number): TreeTest {
  const count = categories[field] ?? 1;
  if (count <= 1) return { field, kind: 'less-or-equal', threshold: split };
  const levels = Array.from({ length: Math.min(count, MOST_CATEGORIES) }, (_, level) => level);
  const isSet = (level: number): boolean => Math.floor(split / 2 ** level) % 2 === 1;
  return { field, kind: 'levels', left: levels.filter(isSet), right: levels.filter((level) => !isSet(level)) };
}
