import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { certain, emptyContents, type Format, NO, type TensorInfo } from './format.js';
import type { Glimpse } from './glimpse.js';
import { emptyMetaGraph, type MetaGraph } from './tensorflow-graph.js';
import { readGraph, type Walk } from './tensorflow-graph-binary.js';
import { addOperators } from './tensorflow-operators.js';
import { readTensorProto, type TensorProto, tensorProtoValues } from './tensorflow-tensor.js';

const OPERATOR = /^[A-Za-z_>][A-Za-z0-9_>.]*$/;

export const tensorflowGraphDef: Format = {
  id: 'tensorflow-graphdef',
  name: 'TensorFlow GraphDef (frozen graph)',
  extensions: ['.pb', '.graphdef'],
  family: 'tensorflow',
  container: 'protobuf',
  signature: 'nodes (field 1) with name and op, versions (field 4)',
  aliases: ['frozen graph'],
  facts: {
    disclosure: 'documented',
    steward: 'Google',
    specification: 'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/graph.proto',
    encoding: 'binary',
    holds: 'model',
    independent: false,
    worstLoading: 'program',
    openExport: 'onnx',
  },

  recognize,

  async inspect({ source }, limits) {
    const { graph, constants, producer } = await readGraphDef(source, limits);
    const contents = emptyContents('program');
    addOperators([graph], contents);
    if (producer !== undefined) contents.facts.push({ key: 'producer', value: producer, where: 'versions' });
    contents.facts.push({ key: 'functions', value: graph.functions.size, where: 'library' });
    contents.needs.push({ package: 'tensorflow', version: '', evidence: 'GraphDef' });
    for (const { info, tensor } of constants) {
      contents.tensors.push(info);
      const stored = tensor.content;
      if (stored && stored.end - stored.start !== info.byteLength) {
        contents.observations.push({
          kind: 'malformed',
          code: 'invalid-structure',
          message: `expected ${info.byteLength} bytes of values, found ${stored.end - stored.start}`,
          name: info.name,
          offset: stored.start,
        });
      }
    }
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors({ source }, limits) {
    const { constants } = await readGraphDef(source, limits);
    for (const { info, tensor } of constants)
      yield info.dtype === 'string' ? { info } : { info, values: () => tensorProtoValues(source, tensor, limits) };
  },
};

/** Node after node that has a name and an operator. */
async function recognize({ head, source }: Glimpse) {
  if (head[0] !== 0x0a) return NO;
  const windowed = windowedSource(source);
  let nodes = 0;
  for await (const field of walkFields(windowed, 0, source.size, { left: 256 }, 'cut')) {
    if (field.number === 1 && field.wire === 2) {
      if (!(await looksLikeNode(windowed, field))) return NO;
      if (++nodes === 32) break;
    } else if (
      !(
        (field.number === 2 && field.wire === 2) ||
        (field.number === 3 && field.wire === 0) ||
        ((field.number === 4 || field.number === 5) && field.wire === 2)
      )
    )
      return NO;
  }
  return nodes > 0 ? certain(`GraphDef message, first ${nodes} nodes`) : NO;
}

async function looksLikeNode(source: ByteSource, node: WireField): Promise<boolean> {
  const seen: number[] = [];
  for await (const field of walkFields(source, node.start, node.end, { left: 64 }, 'cut')) {
    if (field.wire !== 2 || field.number > 7) return false;
    seen.push(field.number);
    if (field.number === 2)
      return seen[0] === 1 && field.end - field.start < 256 && OPERATOR.test(await readText(source, field));
  }
  return false;
}

interface Constant {
  info: TensorInfo;
  tensor: TensorProto;
}

/** Weights of a frozen graph are its Const nodes. GraphDef: 1 node, 2 library, 4 versions (1 producer). */
async function readGraphDef(
  input: ByteSource,
  limits: Limits,
): Promise<{ graph: MetaGraph; constants: Constant[]; producer: number | undefined }> {
  const walk: Walk = { source: windowedSource(input), budget: { left: FIELD_BUDGET } };
  const graph = emptyMetaGraph();
  const constants: Constant[] = [];
  const whole = { start: 0, end: input.size };
  await readGraph(walk, whole, graph, async (node, field) => {
    if (node.op !== 'Const') return;
    if (constants.length >= limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} tensors, found more`);
    const tensor = await constantOf(walk, field);
    if (!tensor) return;
    const { dtype, shape, byteLength, content } = tensor;
    const placed =
      content && byteLength === content.end - content.start
        ? { offset: content.start, byteOrder: 'little' as const }
        : {};
    constants.push({ tensor, info: { name: node.name, dtype, shape, byteLength, ...placed } });
  });
  let producer: number | undefined;
  for await (const field of walkFields(walk.source, 0, input.size, walk.budget)) {
    if (field.number !== 4) continue;
    for await (const part of walkFields(walk.source, field.start, field.end, walk.budget))
      if (part.number === 1) producer = Number(part.varint);
  }
  return { graph, constants, producer };
}

/** The tensor of the attribute `value` (AttrValue: 8 tensor) of a NodeDef. */
async function constantOf(walk: Walk, node: WireField): Promise<TensorProto | null> {
  for await (const attribute of walkFields(walk.source, node.start, node.end, walk.budget)) {
    if (attribute.number !== 5) continue;
    let key = '';
    for await (const part of walkFields(walk.source, attribute.start, attribute.end, walk.budget)) {
      if (part.number === 1) key = await readText(walk.source, part);
      else if (part.number === 2 && key === 'value') {
        for await (const field of walkFields(walk.source, part.start, part.end, walk.budget))
          if (field.number === 8) return readTensorProto(walk, field);
      }
    }
  }
  return null;
}
