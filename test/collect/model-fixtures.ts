/** A safetensors file with one tensor of two numbers, as its specification describes it. */
export function safetensorsFile(value = 1): Buffer {
  const header = Buffer.from(JSON.stringify({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const values = Buffer.alloc(8);
  values.writeFloatLE(value, 0);
  values.writeFloatLE(-value, 4);
  return Buffer.concat([length, header, values]);
}

/** Protocol 0 pickles, written by hand: readable, and never loaded. */
export const pickledEstimator = Buffer.from('csklearn.linear_model\nLogisticRegression\n)\x81.', 'latin1');
export const pickledFrame = Buffer.from('cpandas.core.frame\nDataFrame\n)\x81.', 'latin1');
export const pickledList = Buffer.from('(lp0\nI1\naI2\na.', 'latin1');

export const lfsPointer = (sha256: string, size: number): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
