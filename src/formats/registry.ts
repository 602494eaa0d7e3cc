import { bson } from './bson.js';
import { catboostCbm, catboostJson } from './catboost.js';
import { coremlModel } from './coreml.js';
import { coremlPackage } from './coreml-package.js';
import { csv, csvCoefficients } from './csv.js';
import { dduf } from './dduf.js';
import { diffusersPipeline } from './diffusers-pipeline.js';
import { empty } from './empty.js';
import { text, unknown } from './fallbacks.js';
import { fasttext } from './fasttext.js';
import { flaxMsgpack } from './flax-msgpack.js';
import type { Format } from './format.js';
import { gguf } from './gguf.js';
import { gitLfsPointer } from './git-lfs-pointer.js';
import { h2oMojo } from './h2o-mojo.js';
import { hdf5Formats } from './hdf5-registry.js';
import { hfModelDir } from './hf-model-dir.js';
import { hfTrainerDir } from './hf-trainer-dir.js';
import { html } from './html.js';
import { identifyOnlyFormats } from './identify-only.js';
import { json } from './json.js';
import { jsonWeights } from './json-weights.js';
import { lightgbmJson } from './lightgbm-json.js';
import { lightgbmText } from './lightgbm-text.js';
import { mlflowModel } from './mlflow-model.js';
import { nnefGraph } from './nnef-graph.js';
import { nnefTensor } from './nnef-tensor.js';
import { onnx } from './onnx.js';
import { openvinoIr } from './openvino-ir.js';
import { orbax, orbaxOcdbt } from './orbax.js';
import { paddleParameters } from './paddle-parameters.js';
import { paddlePir, paddleProgram } from './paddle-program.js';
import { peftAdapter } from './peft-adapter.js';
import { pfa } from './pfa.js';
import { pmml } from './pmml.js';
import { pythonFormats } from './python-registry.js';
import { pythonScript } from './python-script.js';
import { safetensors } from './safetensors.js';
import { pytorchSharded, safetensorsSharded } from './sharded-index.js';
import { spacyPipeline } from './spacy.js';
import { sparkMl } from './spark-ml.js';
import { tensorflowCheckpointV1 } from './tensorflow-checkpoint-v1.js';
import { tensorflowCheckpointV2 } from './tensorflow-checkpoint-v2.js';
import { tensorflowGraphDef } from './tensorflow-graphdef.js';
import { tensorflowMetaGraph } from './tensorflow-metagraph.js';
import { tensorflowSavedModel } from './tensorflow-savedmodel.js';
import { liblinearText, libsvmText, xgboostTextDump } from './text-models.js';
import { tfjsGraph, tfjsLayers } from './tfjs.js';
import { tflite } from './tflite.js';
import { weightsCsv, weightsJson } from './weights-text.js';
import { word2vecBinary, word2vecText } from './word2vec.js';
import { xgboostBinary } from './xgboost-binary.js';
import { xgboostJson, xgboostUbjson } from './xgboost-json.js';
import { zarr } from './zarr.js';

/** Every format, most special first where recognition cannot tell. */
export const FORMATS: readonly Format[] = [
  empty,
  gitLfsPointer,
  html,
  safetensors,
  safetensorsSharded,
  pytorchSharded,
  gguf,
  onnx,
  tensorflowSavedModel,
  tensorflowCheckpointV2,
  tensorflowCheckpointV1,
  tensorflowGraphDef,
  tensorflowMetaGraph,
  tflite,
  coremlModel,
  coremlPackage,
  mlflowModel,
  orbaxOcdbt,
  orbax,
  zarr,
  diffusersPipeline,
  dduf,
  hfModelDir,
  peftAdapter,
  hfTrainerDir,
  spacyPipeline,
  sparkMl,
  h2oMojo,
  bson,
  pmml,
  pfa,
  openvinoIr,
  nnefGraph,
  nnefTensor,
  paddlePir,
  paddleProgram,
  paddleParameters,
  tfjsGraph,
  tfjsLayers,
  flaxMsgpack,
  fasttext,
  word2vecBinary,
  word2vecText,
  xgboostJson,
  xgboostUbjson,
  xgboostBinary,
  xgboostTextDump,
  libsvmText,
  liblinearText,
  lightgbmText,
  lightgbmJson,
  catboostCbm,
  catboostJson,
  ...pythonFormats,
  ...hdf5Formats,
  ...identifyOnlyFormats,
  weightsCsv,
  csvCoefficients,
  csv,
  weightsJson,
  jsonWeights,
  json,
];

/** Asked in order when no format recognizes the content; the last one always does. */
export const FALLBACKS: readonly Format[] = [pythonScript, text, unknown];
