/** tensorflow.DataType → dtype. Resources and variants have no values of their own. */
const DTYPES: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'float64',
  3: 'int32',
  4: 'uint8',
  5: 'int16',
  6: 'int8',
  7: 'string',
  8: 'complex64',
  9: 'int64',
  10: 'bool',
  11: 'int8',
  12: 'uint8',
  13: 'int32',
  14: 'bfloat16',
  15: 'int16',
  16: 'uint16',
  17: 'uint16',
  18: 'complex128',
  19: 'float16',
  20: 'object',
  21: 'object',
  22: 'uint32',
  23: 'uint64',
  24: 'float8_e5m2',
  25: 'float8_e4m3fn',
  29: 'int4',
  30: 'uint4',
};

/** Quantized types (11 to 13, 15, 16) are named by the integers they store; references (+100) by what they refer to. */
export const tensorflowDtype = (type: number): string | undefined => DTYPES[type > 100 ? type - 100 : type];
