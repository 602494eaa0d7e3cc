import { bytesField, message, textField, varintField } from '../../src/containers/protobuf-writer.js';
import cards from '../../src/formats/identify-only.json' with { type: 'json' };
import type { Signature } from '../../src/formats/signatures.js';
import { tarOf } from '../containers/tar-writer.js';
import { zipOf } from '../containers/zip-writer.js';

/** Beginning of a file of a format that is only identified, by its id. Written after the format's own documentation. */
export interface CardSample {
  name: string;
  bytes: Uint8Array | string;
  /** Files beside it. */
  beside?: string[];
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const floats = Buffer.from(Float32Array.of(0.5, -1.5, 2.25, 3).buffer);
const float = (number: number, value: number): Buffer => {
  const bytes = Buffer.alloc(5);
  bytes[0] = (number << 3) | 5;
  bytes.writeFloatLE(value, 1);
  return bytes;
};
/** A FlatBuffers buffer: root offset, an optional identifier, a vtable, a table with one field. */
const flatbuffer = (identifier = ''): Buffer => {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32LE(20, 0);
  bytes.write(identifier, 4, 'latin1');
  bytes.writeUInt16LE(6, 12);
  bytes.writeUInt16LE(8, 14);
  bytes.writeUInt16LE(4, 16);
  bytes.writeInt32LE(8, 20);
  bytes.writeUInt32LE(7, 24);
  return bytes;
};
const zip = (...names: string[]): Buffer => zipOf(names.map((name) => ({ name, data: 'x' })));
const caffeLayer = message(textField(1, 'conv1'), textField(2, 'Convolution'), textField(3, 'data'));
const glove = (word: string): string =>
  `${word} ${Array.from({ length: 25 }, (_, i) => (i / 7 - 1).toFixed(4)).join(' ')}\n`;

const CARD_SAMPLES: Record<string, CardSample> = {
  'darknet-cfg': { name: 'yolo.cfg', bytes: '# comment\n[net]\nbatch=1\n' },
  executorch: { name: 'm.pte', bytes: flatbuffer('ET12') },
  'mlir-text': { name: 'm.mlir', bytes: 'module @m {\n  func.func @main() {\n  }\n}\n' },
  'ncnn-param': { name: 'm.param', bytes: '7767517\n2 2\nInput data 0 1 data\n' },
  'tensorrt-engine': { name: 'm.engine', bytes: Buffer.concat([latin1('ptrt'), Buffer.alloc(60, 1)]) },
  'coreml-compiled': { name: 'model.mil', bytes: 'program(1.0)\n[buildInfo = dict]\n{\n}\n' },
  'mindspore-lite': { name: 'm.ms', bytes: flatbuffer('MSL2') },
  'stable-baselines3': {
    name: 'agent.zip',
    bytes: zip('data', 'policy.pth', 'pytorch_variables.pth', '_stable_baselines3_version'),
  },
  ctranslate2: { name: 'model.bin', bytes: latin1('\x06\0\0\0\x10\0TransformerSpec\0\x07\0\0\0') },
  'onnx-text': { name: 'm.onnxtxt', bytes: 'ir_version: 8\nproducer_name: "x"\ngraph {\n}\n' },
  'tensorflow-checkpoint-state': { name: 'checkpoint', bytes: 'model_checkpoint_path: "model.ckpt-10"\n' },
  'tensorflow-events': {
    name: 'events.out.tfevents.1700000000.host',
    bytes: Buffer.concat([
      Buffer.from('1800000000000000a37f4b22', 'hex'),
      Buffer.from('09000080b4e3d6d941', 'hex'),
      latin1('\x1a\x0dbrain.Event:2'),
      Buffer.alloc(4),
    ]),
  },
  'r-fst': {
    name: 't.fst',
    bytes: Buffer.concat([Buffer.alloc(16, 3), Buffer.from('1da745b2f8121ca9', 'hex'), floats]),
  },
  'vowpal-wabbit': { name: 'm.vw', bytes: latin1('\x07\0\0\x009.10.0\0\x01\0\0\0\0m') },
  'jax-export': { name: 'f.jax_export', bytes: flatbuffer() },
  'paddle-lite': { name: 'm.nb', bytes: latin1(`\x02\0v2.12\0${'\0'.repeat(20)}`) },
  'mxnet-symbol': { name: 'm-symbol.json', bytes: '{"nodes":[],"arg_nodes":[0],"heads":[[0,0,0]],"attrs":{}}' },
  caffe: {
    name: 'm.caffemodel',
    bytes: message(textField(1, 'LeNet'), bytesField(100, caffeLayer), bytesField(100, caffeLayer)),
  },
  'caffe-prototxt': { name: 'deploy.prototxt', bytes: 'name: "LeNet"\ninput: "data"\nlayer {\n  name: "conv1"\n}\n' },
  caffe2: {
    name: 'init_net.pb',
    bytes: message(
      textField(1, 'init'),
      bytesField(2, message(textField(2, 'w'), textField(4, 'GivenTensorFill'), bytesField(5, textField(1, 'shape')))),
    ),
  },
  'cntk-v2': {
    name: 'm.dnn',
    bytes: message(
      varintField(1, 1),
      bytesField(2, message(textField(1, 'version'), bytesField(2, message(varintField(1, 1), varintField(2, 3))))),
    ),
  },
  torch7: {
    name: 'm.t7',
    bytes: Buffer.concat([Buffer.from('04000000010000000300000056203103', 'hex'), latin1('\0\0\0')]),
  },
  'darknet-weights': {
    name: 'yolo.weights',
    bytes: Buffer.concat([Buffer.from('000000000200000005000000', 'hex'), Buffer.alloc(8), floats]),
  },
  mnn: { name: 'm.mnn', bytes: flatbuffer() },
  'tnn-proto': { name: 'm.tnnproto', bytes: '"1 57 1 4206624770 ,"\n"input 4 1 3 224 224 0 ,"\n' },
  mindir: {
    name: 'm.mindir',
    bytes: message(
      textField(1, '0.1.1'),
      textField(2, 'MindSpore'),
      bytesField(
        7,
        bytesField(1, message(textField(1, 'x'), textField(2, 'y'), textField(3, 'n'), textField(4, 'Add'))),
      ),
    ),
  },
  'mindspore-ckpt': {
    name: 'm.ckpt',
    bytes: bytesField(
      1,
      message(
        textField(1, 'fc.weight'),
        bytesField(2, message(varintField(1, 4), textField(2, 'Float32'), bytesField(3, floats))),
      ),
    ),
  },
  uff: {
    name: 'm.uff',
    bytes: message(
      varintField(1, 1),
      varintField(2, 1),
      bytesField(3, message(textField(1, 'tensorflow_extension'), varintField(2, 1))),
      bytesField(4, textField(1, 'main')),
    ),
  },
  'qualcomm-dlc': { name: 'm.dlc', bytes: zip('model', 'model.params', 'dlc.metadata') },
  'qualcomm-qnn': { name: 'm.serialized', bytes: Buffer.from('00000002000000020000000000000000', 'hex') },
  armnn: { name: 'm.armnn', bytes: flatbuffer() },
  'hailo-har': { name: 'm.har', bytes: tarOf([{ name: 'm.hn', data: '{}' }]) },
  'hailo-hn': { name: 'm.hn', bytes: '{"name":"m","net_params":{"version":"1.0"},"layers":{}}' },
  dl4j: { name: 'm.zip', bytes: zip('configuration.json', 'coefficients.bin') },
  samediff: { name: 'm.fb', bytes: flatbuffer() },
  mlnet: { name: 'm.zip', bytes: zip('TransformerChain/Model.key', 'Version.txt') },
  'mleap-bundle': { name: 'm.zip', bytes: zip('bundle.json', 'root/model.json') },
  'h2o-pojo': {
    name: 'gbm.java',
    bytes: 'import java.util.Map;\nimport hex.genmodel.GenModel;\npublic class gbm extends GenModel {}\n',
  },
  bigdl: {
    name: 'm.bigdl',
    bytes: message(
      textField(1, 'net'),
      bytesField(2, message(textField(1, 'fc'), textField(7, 'com.intel.Linear'))),
      textField(7, 'com.intel.Sequential'),
      textField(9, '0.13.0'),
    ),
  },
  nnabla: { name: 'm.nnp', bytes: zip('network.nntxt', 'parameter.h5', 'nnp_version.txt') },
  'nnabla-network': { name: 'net.nntxt', bytes: 'global_config {\n  default_context {\n  }\n}\n' },
  barracuda: { name: 'm.nn', bytes: Buffer.concat([Buffer.from('1400000000000000', 'hex'), Buffer.alloc(24)]) },
  tengine: { name: 'm.tmfile', bytes: Buffer.concat([Buffer.from('0200000000000000', 'hex'), Buffer.alloc(24)]) },
  acuity: { name: 'm.json', bytes: '{"MetaData":{"Name":"m"},"Layers":{}}' },
  'onednn-graph': { name: 'g.json', bytes: '{"version":"3.0","engine_kind":"cpu","fpmath_mode":"strict","graph":[]}' },
  'mediapipe-graph': { name: 'g.pbtxt', bytes: 'input_stream: "IMAGE:in"\nnode {\n  calculator: "FlowLimiter"\n}\n' },
  kaldi: { name: 'final.mdl', bytes: latin1('\0B<TransitionModel> <Topology> \x04') },
  'glove-text': { name: 'glove.txt', bytes: glove('the') + glove('of') },
  sentencepiece: {
    name: 'spiece.model',
    bytes: message(
      bytesField(1, message(textField(1, '<unk>'), float(2, 0), varintField(3, 2))),
      bytesField(1, message(textField(1, '▁a'), float(2, -1.5))),
      bytesField(2, varintField(4, 8000)),
      bytesField(3, textField(1, 'nmt_nfkc')),
    ),
  },
  'tokenizer-json': {
    name: 'tokenizer.json',
    bytes: '{"version":"1.0","truncation":null,"padding":null,"added_tokens":[]}',
  },
  tiktoken: {
    name: 'v.tiktoken',
    bytes: Array.from({ length: 12 }, (_, i) => `${Buffer.from([i + 33]).toString('base64')} ${i}\n`).join(''),
  },
  'bpe-merges': { name: 'merges.txt', bytes: '#version: 0.2\ni n\nt h\n' },
  'stata-ster': { name: 'e.ster', bytes: floats },
  'sas-item-store': { name: 's.sas7bitm', bytes: floats },
  // The text is the user block of an HDF5 file.
  jld: {
    name: 'm.jld',
    bytes: latin1(`${'Julia data file (HDF5), version 0.1.1'.padEnd(512, '\0')}\x89HDF\r\n\x1a\n`),
  },
  'netcdf-classic': { name: 'd.nc', bytes: latin1('CDF\x01\0\0\0\0') },
  bentoml: { name: 'bento.yaml', bytes: 'service: service:Iris\nname: iris\nbentoml_version: 1.4.0\n' },
  kserve: { name: 'isvc.yaml', bytes: 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\n' },
  'triton-config': { name: 'config.pbtxt', bytes: 'name: "m"\nplatform: "onnxruntime_onnx"\nmax_batch_size: 8\n' },
  'ollama-manifest': {
    name: 'latest',
    bytes:
      '{"schemaVersion":2,"config":{"mediaType":"application/vnd.docker.container.image.v1+json"},"layers":[{"mediaType":"application/vnd.ollama.image.model"}]}',
  },
  'oci-manifest': {
    name: 'manifest.json',
    bytes:
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.cncf.model.manifest.v1+json"}',
  },
  'ollama-modelfile': { name: 'Modelfile', bytes: '# comment\nFROM ./model.gguf\nPARAMETER temperature 1\n' },
  'windows-program': {
    name: 'custom_op.dll',
    bytes: Buffer.concat([
      latin1('MZ'),
      Buffer.alloc(58),
      Buffer.from([128, 0, 0, 0]),
      Buffer.alloc(64),
      latin1('PE\0\0'),
    ]),
  },
  'python-compiled': { name: 'm.pyc', bytes: Buffer.from('a70d0d0a00000000', 'hex') },
};

export { cards };

/** What a card's bytes at an offset look like in a file that is otherwise noise. */
function planted(signature: Signature): Buffer | null {
  const bytes =
    signature.hex !== undefined ? Buffer.from(signature.hex, 'hex') : Buffer.from(signature.text ?? '', 'latin1');
  if (bytes.length === 0) return null;
  const at = signature.at ?? 0;
  const file = Buffer.alloc(256, 0x11);
  bytes.copy(file, at < 0 ? file.length + at : at);
  return file;
}

/** Sample of a card; null where only bytes of its own could be one. */
export function sampleOf(card: (typeof cards)[number]): CardSample | null {
  const own = CARD_SAMPLES[card.id];
  if (own) return own;
  const bytes = planted(card.signatures[0] as Signature);
  return bytes && { name: `model${card.extensions[0] ?? ''}`, bytes };
}
