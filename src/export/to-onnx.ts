import { countElements } from '../formats/dtypes.js';
import { openModelStructure } from '../formats/open-contents.js';
import type { Structure } from '../formats/structure/structure.js';
import type { ModelPlace } from '../reproduce/compare.js';
import type { Exporter, ExportPlan, ExportSource } from './exporter.js';
import type { Network } from './network/network.js';
import { readNetwork } from './network/read.js';
import { NotExportable, planOrRefusal } from './not-exportable.js';
import type { OnnxModel } from './onnx/builder.js';
import { encodeModel } from './onnx/encode.js';
import { networkModel } from './onnx/from-network.js';
import { predictorModel } from './onnx/from-predictor.js';
import { onnxAnswers } from './onnx/prove.js';
import { proveNetwork } from './onnx/prove-network.js';
import { aboutRows, answersTo, comparePredictions } from './predictions/compare.js';
import { generateRows } from './predictions/rows.js';
import { sampleSizes } from './predictions/samples.js';
import { predict } from './predictor/evaluate.js';
import type { Predictor } from './predictor/predictor.js';
import { productsOf } from './predictor/products.js';
import { readPredictor } from './predictor/read.js';
import type { ProofResult } from './proof.js';

/** Longest file of a protobuf message. */
const MOST_BYTES = 2 ** 31 - 1;
/** Weights of a network are held as doubles while they are arranged and proven. */
const MOST_PARAMETERS = 100_000_000;

/** Estimators and networks as ONNX graphs, proven by the predictions of an evaluator of its own. */
export const toOnnx: Exporter = {
  id: 'onnx',
  extension: '.onnx',
  title: 'networks of Keras, scikit-learn estimators and pipelines as ONNX graphs',
  proof: 'predictions',
  async plan(model, stem) {
    const structure = await model.structure();
    return planOrRefusal(() => planOnnx(model, structure, stem), insteadOf(structure));
  },
};

/** What a model computes, and how its copy is proven. */
type Computed = { kind: 'predictor'; predictor: Predictor } | { kind: 'network'; network: Network };

async function planOnnx(source: ExportSource, structure: Structure | null, stem: string): Promise<ExportPlan> {
  const computed = await computedBy(structure, source);
  const { path, sha256 } = source;
  const metadata = { 'modelbag.source': path.slice(path.lastIndexOf('/') + 1), 'modelbag.source.sha256': sha256 };
  const bytes = encodeModel(await modelOf(computed, metadata));
  if (bytes.length > MOST_BYTES)
    throw new NotExportable('the graph is longer than 2 GiB, which no protobuf file may be');
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

function modelOf(computed: Computed, metadata: Record<string, string>): Promise<OnnxModel> | OnnxModel {
  if (computed.kind === 'network') return networkModel(computed.network, metadata);
  const { predictor } = computed;
  const columns = JSON.stringify(predictor.inputs.map(({ name }) => name));
  return predictorModel(predictor, { ...metadata, columns });
}

async function computedBy(
  structure: Structure | null,
  { format, tensors }: Pick<ExportSource, 'format' | 'tensors'>,
): Promise<Computed> {
  if (structure?.kind === 'estimator') return { kind: 'predictor', predictor: await readPredictor(structure) };
  if (structure?.origin.framework === 'r') throw new NotExportable('models of R have PMML, which holds their formula');
  if (structure?.origin.framework === 'onnx') throw new NotExportable('it is ONNX already');
  if (structure?.kind === 'graph' && structure.origin.framework === 'keras') {
    const numbers = tensors.reduce((sum, { info }) => sum + (countElements(info.shape) ?? 0), 0);
    if (numbers > MOST_PARAMETERS)
      throw new NotExportable(`graphs are written up to ${MOST_PARAMETERS} numbers, found ${numbers}`);
    const network = readNetwork(structure);
    sampleSizes(network);
    return { kind: 'network', network };
  }
  throw new NotExportable(`the file does not describe an architecture that is known here (${format.name})`);
}

function insteadOf(structure: Structure | null): string {
  if (structure?.origin.framework === 'r') return 'modelbag export MODEL --to pmml';
  if (structure?.origin.framework === 'keras')
    return 'In Python: keras.saving.load_model("MODEL").export("model.onnx", format="onnx")';
  if (structure?.kind === 'estimator')
    return 'In Python: skl2onnx.to_onnx(model, X[:1]), which writes what the estimator holds, rows of data included';
  return 'In Python, from the code that defines the model: torch.onnx.export(model, inputs, "model.onnx"); with Keras model.export("model.onnx", format="onnx")';
}

async function proveOnnx(native: ModelPlace, written: ModelPlace, source: ExportSource): Promise<ProofResult> {
  const opened = await openModelStructure(native.path, native.files);
  try {
    const computed = await computedBy(opened.structure, source);
    if (computed.kind === 'network') return await proveNetwork(computed.network, written);
    const { predictor } = computed;
    const rows = generateRows(predictor.inputs, productsOf(predictor));
    const wanted = answersTo(rows, (row) => predict(predictor, row));
    return comparePredictions(wanted, await onnxAnswers(written, predictor.inputs, rows), aboutRows(rows));
  } finally {
    await opened.close();
  }
}
