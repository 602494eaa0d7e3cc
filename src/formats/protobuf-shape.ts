import { FormatError } from '../bytes/format-error.js';
import { oncePer } from '../bytes/once-per.js';
import type { ByteSource } from '../bytes/source.js';
import { type FieldBudget, fieldsInHead, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import type { Glimpse } from './glimpse.js';

/**
 * What a message must have, by field number: `varint`, `text`, `bytes`, `float` (four bytes), `double` (eight), or a
 * message with a shape of its own. A number with `?` may be absent, but must fit where it is there.
 */
export interface ProtobufShape {
  readonly [field: string]: FieldShape;
}
export type FieldShape = 'varint' | 'text' | 'bytes' | 'float' | 'double' | ProtobufShape;

const WIRES: Readonly<Record<string, number>> = { varint: 0, double: 1, text: 2, bytes: 2, float: 5 };
/** Fields of the outermost message that are looked at: vocabularies list hundred thousands before what tells them apart. */
const MOST_FIELDS = 300_000;
/** Occurrences of one field that are looked into. */
const MOST_CHECKED = 3;
const LONGEST_TEXT = 4_096;
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]/;

const firstFields = oncePer(({ head, size }: Glimpse) => fieldsInHead(head, size));

/** False where the head alone shows that `hasProtobufShape` would be; most files tell with their first bytes. */
export function beginsAsProtobuf(glimpse: Glimpse, shape: ProtobufShape, closed: boolean): boolean {
  const fields = firstFields(glimpse);
  return fields !== null && (!closed || fields.every((number) => (shape[number] ?? shape[`${number}?`]) !== undefined));
}

/** True where the source is a message of the shape. `closed`: it has no other fields. Broken messages are none. */
export async function hasProtobufShape(source: ByteSource, shape: ProtobufShape, closed: boolean): Promise<boolean> {
  try {
    return await fits(windowedSource(source), 0, source.size, shape, closed, { left: MOST_FIELDS });
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

async function fits(
  source: ByteSource,
  start: number,
  end: number,
  shape: ProtobufShape,
  closed: boolean,
  budget: FieldBudget,
): Promise<boolean> {
  const seen = new Map<number, number>();
  for await (const field of walkFields(source, start, end, budget)) {
    const expected = shape[field.number] ?? shape[`${field.number}?`];
    const times = (seen.get(field.number) ?? 0) + 1;
    seen.set(field.number, times);
    if (expected === undefined) {
      if (closed) return false;
    } else if (times <= MOST_CHECKED && !(await fieldFits(source, field, expected, budget))) return false;
  }
  return Object.keys(shape).every((key) => key.endsWith('?') || seen.has(Number(key)));
}

async function fieldFits(source: ByteSource, field: WireField, shape: FieldShape, budget: FieldBudget) {
  const { start, end, wire } = field;
  if (typeof shape === 'object') return wire === 2 && fits(source, start, end, shape, false, budget);
  if (wire !== WIRES[shape]) return false;
  if (shape !== 'text') return true;
  return end - start <= LONGEST_TEXT && !CONTROL.test(Buffer.from(await source.read(start, end)).toString('utf8'));
}
