import type { ByteSource } from '../bytes/source.js';
import { type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';

/** Fields of ModelProto and their wire types. */
const MODEL_FIELDS: Readonly<Record<number, number>> = {
  1: 0,
  2: 2,
  3: 2,
  4: 2,
  5: 0,
  6: 2,
  7: 2,
  8: 2,
  14: 2,
  20: 2,
  25: 2,
  26: 2,
};
/** Fields of GraphProto, all length-delimited. */
const GRAPH_FIELDS = new Set([1, 2, 5, 10, 11, 12, 13, 14, 15, 16]);
/** Every writer puts the IR version first: the key of field 1, a varint; its value lies below 128. */
export const IR_VERSION = 0x08;
const MOST_TOP_FIELDS = 2_000;

/**
 * The shape of a ModelProto, without a signature to go by: an IR version, a graph that looks like one, and no field
 * that ModelProto lacks. A file that ends inside its graph still counts. Null where it is something else; bytes that
 * are no protobuf at all are a FormatError.
 */
export async function recognizeOnnx(input: ByteSource): Promise<string | null> {
  if (input.size < 4) return null;
  const first = await input.read(0, 2);
  if (first[0] !== IR_VERSION || first[1] === undefined || first[1] === 0 || first[1] > 127) return null;
  const source = windowedSource(input);
  const seen = new Set<number>();
  for await (const field of walkFields(source, 0, source.size, { left: MOST_TOP_FIELDS }, 'cut')) {
    if (MODEL_FIELDS[field.number] !== field.wire) return null;
    if (field.number === 7 && !(await looksLikeGraph(source, field))) return null;
    seen.add(field.number);
  }
  return seen.has(7) || seen.has(25) ? `ModelProto fields ${[...seen].join(', ')}` : null;
}

/** An empty graph, or one whose first fields are those of GraphProto. */
async function looksLikeGraph(source: ByteSource, graph: WireField): Promise<boolean> {
  let count = 0;
  for await (const field of walkFields(source, graph.start, graph.end, { left: 64 }, 'cut')) {
    if (field.wire !== 2 || !GRAPH_FIELDS.has(field.number)) return false;
    if (++count === 8) break;
  }
  return true;
}
