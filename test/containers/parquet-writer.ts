/*
 * The smallest Parquet file: one required column of 32-bit integers in one page. Enough of Thrift's compact protocol:
 * fields with one byte for delta and type, numbers in zigzag.
 */
type Value = number | { i64: number } | string | Value[] | Map<number, Value>;

export interface Declared {
  values?: number;
  pageValues?: number;
  pageBytes?: number;
  rows?: number;
  /** ConvertedType of parquet.thrift: 5 is DECIMAL, 17 is INT_32. */
  convertedType?: number;
  /** Instead of the list of row groups. */
  rowGroups?: Buffer;
}

/** A file of these values, with other counts than theirs where `declared` says so. */
export function parquetOf(values: readonly number[], declared: Declared = {}): Buffer {
  const plain = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) plain.writeInt32LE(value, i * 4);
  const page = struct({
    1: 0,
    2: declared.pageBytes ?? plain.length,
    3: plain.length,
    5: fields({ 1: declared.pageValues ?? values.length, 2: 0, 3: 3, 4: 3 }),
  });
  const body = Buffer.concat([Buffer.from('PAR1'), page, plain]);
  const column = fields({
    2: { i64: 4 },
    3: fields({
      1: 1,
      2: [0],
      3: ['a'],
      4: 0,
      5: { i64: declared.values ?? values.length },
      6: { i64: body.length - 4 },
      7: { i64: body.length - 4 },
      9: { i64: 4 },
    }),
  });
  const rows = { i64: declared.rows ?? values.length };
  const leaf = fields({
    1: 1,
    3: 0,
    4: 'a',
    ...(declared.convertedType !== undefined && { 6: declared.convertedType }),
  });
  const head = struct({ 1: 1, 2: [fields({ 4: 'root', 5: 1 }), leaf], 3: rows });
  const groups = declared.rowGroups ?? encode([fields({ 1: [column], 2: { i64: plain.length }, 3: rows })]);
  const footer = Buffer.concat([head.subarray(0, -1), Buffer.from([0x19]), groups, Buffer.from([0])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([body, footer, length, Buffer.from('PAR1')]);
}

const fields = (values: Record<number, Value>): Map<number, Value> =>
  new Map(Object.entries(values).map(([key, value]) => [Number(key), value]));

function struct(values: Record<number, Value> | Map<number, Value>): Buffer {
  const parts: Buffer[] = [];
  let last = 0;
  for (const [number, value] of values instanceof Map ? values : fields(values)) {
    parts.push(Buffer.from([((number - last) << 4) | typeOf(value)]), encode(value));
    last = number;
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function typeOf(value: Value): number {
  if (typeof value === 'number') return 5;
  if (typeof value === 'string') return 8;
  if (Array.isArray(value)) return 9;
  return value instanceof Map ? 12 : 6;
}

function encode(value: Value): Buffer {
  if (typeof value === 'number') return varint(value * 2);
  if (typeof value === 'string') return Buffer.concat([varint(value.length), Buffer.from(value)]);
  if (Array.isArray(value))
    return Buffer.concat([Buffer.from([(value.length << 4) | typeOf(value[0] ?? 0)]), ...value.map(encode)]);
  return value instanceof Map ? struct(value) : varint(value.i64 * 2);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
