import { openModelStructure } from '../formats/open-contents.js';
import type { Structure } from '../formats/structure/structure.js';
import type { ModelPlace } from '../reproduce/compare.js';
import type { Exporter, ExportPlan, ExportSource } from './exporter.js';
import { NotExportable, planOrRefusal } from './not-exportable.js';
import { encodeModel } from './onnx/encode.js';
import { predictorModel } from './onnx/from-predictor.js';
import { onnxAnswers } from './onnx/prove.js';
import { comparePredictions, GENERATED } from './predictions/compare.js';
import { generateRows } from './predictions/rows.js';
import { predict } from './predictor/evaluate.js';
import type { Predictor } from './predictor/predictor.js';
import { readPredictor } from './predictor/read.js';
import type { ProofResult } from './proof.js';

/** Estimators as ONNX graphs, proven by the predictions of an evaluator of its own. */
export const toOnnx: Exporter = {
  id: 'onnx',
  extension: '.onnx',
  title: 'scikit-learn estimators and pipelines as ONNX graphs',
  proof: 'predictions',
  async plan(model, stem) {
    const structure = await model.structure();
    return planOrRefusal(() => planOnnx(model, structure, stem), insteadOf(structure));
  },
};

async function planOnnx(source: ExportSource, structure: Structure | null, stem: string): Promise<ExportPlan> {
  const predictor = await predictorOf(structure, source);
  const { path, sha256 } = source;
  const bytes = encodeModel(
    predictorModel(predictor, {
      'modelbag.source': path.slice(path.lastIndexOf('/') + 1),
      'modelbag.source.sha256': sha256,
      columns: JSON.stringify(predictor.inputs.map(({ name }) => name)),
    }),
  );
  return {
    files: [
      {
        name: `${stem}.onnx`,
        async *bytes() {
          yield bytes;
        },
      },
    ],
    leftOut: [],
    prove: (native, written) => proveOnnx(native, written, source),
  };
}

async function predictorOf(structure: Structure | null, { format }: Pick<ExportSource, 'format'>): Promise<Predictor> {
  if (structure?.kind === 'estimator') return readPredictor(structure);
  if (structure?.origin.framework === 'r') throw new NotExportable('models of R have PMML, which holds their formula');
  if (structure?.origin.framework === 'onnx') throw new NotExportable('it is ONNX already');
  if (structure?.origin.framework === 'keras') throw new NotExportable('layers of Keras are not written as ONNX here');
  throw new NotExportable(`the file does not describe an architecture that is known here (${format.name})`);
}

function insteadOf(structure: Structure | null): string {
  if (structure?.origin.framework === 'r') return 'modelbag export MODEL --to pmml';
  if (structure?.origin.framework === 'keras')
    return 'In Python: keras.saving.load_model("MODEL").export("model.onnx", format="onnx")';
  if (structure?.kind === 'estimator')
    return 'In Python: skl2onnx.to_onnx(model, X[:1]), which writes what the estimator holds, rows of data included';
  return 'In Python, from the code that defines the model: torch.onnx.export(model, inputs, "model.onnx")';
}

async function proveOnnx(native: ModelPlace, written: ModelPlace, source: ExportSource): Promise<ProofResult> {
  const opened = await openModelStructure(native.path, native.files);
  try {
    const predictor = await predictorOf(opened.structure, source);
    const rows = generateRows(predictor.inputs);
    const wanted = rows.map((row) => predict(predictor, row));
    return comparePredictions(rows, wanted, await onnxAnswers(written, predictor.inputs, rows), GENERATED);
  } finally {
    await opened.close();
  }
}
