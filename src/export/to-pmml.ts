import { openModelStructure } from '../formats/open-contents.js';
import type { TreeNode } from '../formats/structure/statistical-model.js';
import type { Structure } from '../formats/structure/structure.js';
import type { ModelPlace } from '../reproduce/compare.js';
import type { Exporter, ExportPlan, ExportSource } from './exporter.js';
import { NotExportable, planOrRefusal } from './not-exportable.js';
import { clustersBody } from './pmml/clusters.js';
import { type Body, documentOf } from './pmml/document.js';
import { xmlText } from './pmml/element.js';
import { columnsInPmml, predictorBody } from './pmml/from-predictor.js';
import { pmmlEvaluator } from './pmml/reading/evaluate.js';
import { regressionBody } from './pmml/regression.js';
import { treesBody } from './pmml/trees.js';
import { type Answer, aboutRows, answersTo, comparePredictions } from './predictions/compare.js';
import { generateRows, type InputColumn, type Row } from './predictions/rows.js';
import { answer, inputsOf, productsIn, type Statistical } from './predictions/statistics.js';
import { expectTree } from './predictions/tree-shape.js';
import { predict } from './predictor/evaluate.js';
import { productsOf } from './predictor/products.js';
import { readPredictor } from './predictor/read.js';
import { underStatisticalNames } from './predictor/statistical.js';
import type { ProofResult } from './proof.js';
import { wholeBytes, wholeText } from './whole-text.js';

/** Statistical models as PMML 4.4, proven by the predictions of an evaluator of its own. */
export const toPmml: Exporter = {
  id: 'pmml',
  extension: '.pmml',
  title: 'statistical models as PMML 4.4: regressions, trees, forests, clusters',
  proof: 'predictions',
  plan: (model, stem) => planOrRefusal(() => planPmml(model, stem), insteadOf(model)),
};

async function planPmml(source: ExportSource, stem: string): Promise<ExportPlan> {
  const { columns, body } = await nativeOf(await source.structure(), source);
  // All of it at once: what PMML cannot hold shows while it is written, and has to be known before.
  const bytes = wholeBytes(xmlText(documentOf(source, columns, body())));
  return {
    files: [
      {
        name: `${stem}.pmml`,
        async *bytes() {
          yield bytes;
        },
      },
    ],
    leftOut: [],
    prove: (native, written) => provePmml(native, written, source),
  };
}

/** What a document is written of, and what the model answers by its own rules. */
interface Native {
  /** Columns that the model takes. */
  inputs: InputColumn[];
  /** The same as the document has them. */
  columns: InputColumn[];
  body(): Body;
  answerTo(row: Row): Answer;
  /** Products that an answer takes. */
  products: number;
}

async function nativeOf(structure: Structure | null, { format }: Pick<ExportSource, 'format'>): Promise<Native> {
  if (structure?.kind === 'estimator') {
    const predictor = await readPredictor(structure);
    return {
      inputs: predictor.inputs,
      columns: columnsInPmml(predictor),
      body: () => predictorBody(predictor, structure.origin),
      answerTo: (row) => underStatisticalNames(predictor, predict(predictor, row)),
      products: productsOf(predictor),
    };
  }
  if (structure?.kind === 'regression' || structure?.kind === 'trees' || structure?.kind === 'clusters') {
    if (structure.kind === 'trees')
      for (const { nodes } of structure.trees) expectTree(nodes.length, (at) => childrenOf(nodes[at]));
    const inputs = inputsOf(structure);
    return {
      inputs,
      columns: inputs,
      body: () => bodyOf(structure),
      answerTo: (row) => answer(structure, row),
      products: productsIn(structure),
    };
  }
  if (structure?.kind === 'coefficients')
    throw new NotExportable(`PMML has no model for the class ${structure.origin.className} of R`);
  throw new NotExportable(`expected a regression, trees, a forest or clusters, found ${format.name}`);
}

const childrenOf = (node: TreeNode | undefined): number[] => (node?.split ? [node.split.left, node.split.right] : []);

function bodyOf(model: Statistical): Body {
  if (model.kind === 'regression') return regressionBody(model);
  return model.kind === 'trees' ? treesBody(model) : clustersBody(model);
}

const insteadOf = ({ contents }: ExportSource): string =>
  contents.needs.some((need) => need.package === 'R')
    ? 'modelbag export MODEL --to coefficients; or in R: pmml::save_pmml(pmml::pmml(model), "model.pmml")'
    : 'modelbag export MODEL --to onnx; or in Python: sklearn2pmml.sklearn2pmml(pipeline, "model.pmml")';

async function provePmml(native: ModelPlace, written: ModelPlace, source: ExportSource): Promise<ProofResult> {
  const evaluate = pmmlEvaluator(await wholeText(written));
  const opened = await openModelStructure(native.path, native.files);
  try {
    const { inputs, answerTo, products } = await nativeOf(opened.structure, source);
    const rows = generateRows(inputs, products);
    return comparePredictions(answersTo(rows, answerTo), answersTo(rows, evaluate), aboutRows(rows));
  } finally {
    await opened.close();
  }
}
