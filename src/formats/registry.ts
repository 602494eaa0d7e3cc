import { empty } from './empty.js';
import { text, unknown } from './fallbacks.js';
import type { Format } from './format.js';
import { gguf } from './gguf.js';
import { onnx } from './onnx.js';
import { safetensors } from './safetensors.js';
import { tensorflowCheckpointV2 } from './tensorflow-checkpoint-v2.js';
import { tensorflowGraphDef } from './tensorflow-graphdef.js';
import { tensorflowSavedModel } from './tensorflow-savedmodel.js';

/** Every format, most special first where recognition cannot tell. */
export const FORMATS: readonly Format[] = [
  empty,
  safetensors,
  gguf,
  onnx,
  tensorflowCheckpointV2,
  tensorflowSavedModel,
  tensorflowGraphDef,
];

/** Asked in order when no format recognizes the content; the last one always does. */
export const FALLBACKS: readonly Format[] = [text, unknown];
