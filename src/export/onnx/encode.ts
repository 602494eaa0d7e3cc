import {
  bytesField,
  floatField,
  type Message,
  message,
  packed,
  textField,
  varintField,
} from '../../containers/protobuf-writer.js';
import { writeNumbers } from '../../formats/element-numbers.js';
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxType, OnnxValue } from './builder.js';

/** The version of the file format of ONNX 1.14, which every runtime of the last years reads. */
const IR_VERSION = 9;
/** `TensorProto.DataType` of onnx.proto. */
const DATA_TYPES: Readonly<Record<OnnxType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float64: 11,
};

/** A ModelProto (onnx.proto 1.14), fields in the order of their numbers, so that equal models have equal bytes. */
export function encodeModel({ name, inputs, outputs, nodes, tensors, opsets, metadata }: OnnxModel): Message {
  const graph = message(
    ...nodes.map((node) => bytesField(1, encodeNode(node))),
    textField(2, name),
    ...tensors.map((tensor) => bytesField(5, encodeTensor(tensor))),
    ...inputs.map((value) => bytesField(11, encodeValue(value))),
    ...outputs.map((value) => bytesField(12, encodeValue(value))),
  );
  return message(
    varintField(1, IR_VERSION),
    textField(2, 'modelbag'),
    bytesField(7, graph),
    ...[...opsets].map(([domain, version]) => bytesField(8, message(textField(1, domain), varintField(2, version)))),
    ...Object.entries(metadata).map(([key, value]) => bytesField(14, message(textField(1, key), textField(2, value)))),
  );
}

const encodeNode = ({ name, operator, domain, inputs, outputs, attributes }: OnnxNode): Message =>
  message(
    ...inputs.map((input) => textField(1, input)),
    ...outputs.map((output) => textField(2, output)),
    textField(3, name),
    textField(4, operator),
    ...Object.entries(attributes).map(([key, value]) => bytesField(5, encodeAttribute(key, value))),
    ...(domain === '' ? [] : [textField(7, domain)]),
  );

function encodeAttribute(name: string, value: OnnxAttribute): Message {
  const key = textField(1, name);
  if ('int' in value) return message(key, varintField(3, value.int), varintField(20, 2));
  if ('ints' in value) return message(key, packed(8, value.ints), varintField(20, 7));
  if ('float' in value) return message(key, floatField(2, value.float), varintField(20, 1));
  if ('floats' in value) return message(key, ...value.floats.map((one) => floatField(7, one)), varintField(20, 6));
  if ('string' in value) return message(key, textField(4, value.string), varintField(20, 3));
  if ('strings' in value) return message(key, ...value.strings.map((text) => textField(9, text)), varintField(20, 8));
  return message(key, bytesField(5, encodeTensor(value.tensor)), varintField(20, 4));
}

function encodeTensor({ name, dtype, shape, data }: OnnxTensor): Message {
  const values =
    dtype === 'string'
      ? message(...Array.from(data as readonly string[], (text) => textField(6, text)), textField(8, name))
      : message(textField(8, name), bytesField(9, numbersOf(dtype, data as ArrayLike<number>)));
  return message(...shape.map((size) => varintField(1, size)), varintField(2, DATA_TYPES[dtype]), values);
}

const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function numbersOf(dtype: OnnxType, data: ArrayLike<number>): Uint8Array {
  if (data instanceof Float32Array && dtype === 'float32' && IS_LITTLE)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const numbers = Array.from(data);
  return writeNumbers(dtype, dtype === 'int64' ? numbers.map(BigInt) : numbers) ?? new Uint8Array();
}

const encodeValue = ({ name, dtype, shape }: OnnxValue): Message =>
  message(
    textField(1, name),
    bytesField(
      2,
      bytesField(1, message(varintField(1, DATA_TYPES[dtype]), bytesField(2, message(...shape.map(encodeDimension))))),
    ),
  );

const encodeDimension = (size: number | string | null): Message =>
  bytesField(1, size === null ? message() : typeof size === 'number' ? varintField(1, size) : textField(2, size));
