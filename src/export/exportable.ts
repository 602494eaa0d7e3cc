import { trainingRows } from '../assess/embedded-data.js';
import { FormatError } from '../bytes/format-error.js';
import { byBytes } from '../bytes/order.js';
import { byteLengthOf, countElements } from '../formats/dtypes.js';
import type { Tensor } from '../formats/format.js';
import type { ExportSource, NotPossible } from './exporter.js';
import type { LeftOut } from './proof.js';

/** A tensor that a target can hold. */
export interface Exportable {
  name: string;
  dtype: string;
  shape: readonly number[];
  byteLength: number;
  elements: number;
  values(): AsyncIterable<Uint8Array>;
}

/**
 * Sorts tensors into those that a target can hold, by name, and those that it cannot, with the reason. `refuse` says why
 * the target has no place for a tensor, or null.
 */
export function exportable(
  { tensors, contents }: Pick<ExportSource, 'tensors' | 'contents'>,
  refuse: (tensor: { name: string; dtype: string }) => string | null,
): { kept: Exportable[]; leftOut: LeftOut[] } {
  const rowsIn = trainingRows(contents);
  const kept: Exportable[] = [];
  const leftOut: LeftOut[] = [];
  const repeated = repeatedNames(tensors);
  for (const { info, values } of tensors) {
    const { name, dtype, shape } = info;
    const elements = countElements(shape);
    const byteLength = elements === undefined ? undefined : (byteLengthOf(dtype, elements) ?? info.byteLength);
    const reason = repeated.has(name)
      ? 'its name occurs twice in the model, and nobody knows which one is meant'
      : !values
        ? `values of dtype ${dtype} cannot be read from this file`
        : elements === undefined || byteLength === undefined
          ? 'its shape is larger than any file'
          : (withheld(rowsIn(name)) ?? refuse({ name, dtype }));
    if (reason !== null || !values || elements === undefined || byteLength === undefined)
      leftOut.push({ name, reason: reason ?? '' });
    else kept.push({ name, dtype, shape, byteLength, elements, values });
  }
  kept.sort((a, b) => byBytes(a.name, b.name));
  return { kept, leftOut };
}

function repeatedNames(tensors: readonly Tensor[]): Set<string> {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const { info } of tensors) (seen.has(info.name) ? repeated : seen).add(info.name);
  return repeated;
}

const withheld = (rows: string | null): string | null => rows && `it holds ${rows}; data never leaves in an export`;

/** The answer where no tensor can be written; `instead` holds what was left out. */
export const nothingToWrite = (holder: string, leftOut: readonly LeftOut[], instead: string): NotPossible =>
  leftOut.length === 0
    ? { reason: 'no tensor was found in the model', instead: '' }
    : { reason: `the model has no tensor that ${holder} can hold: ${leftOut[0]?.reason}`, instead };

/**
 * Values of a tensor; FormatError where they are not as long as its shape says, so that no file holds half of them.
 * Strings are as long as they are.
 */
export async function* exactly({ name, dtype, byteLength, values }: Exportable): AsyncGenerator<Uint8Array> {
  if (dtype === 'string') return yield* values();
  let length = 0;
  for await (const part of values()) {
    length += part.length;
    if (length > byteLength) break;
    yield part;
  }
  if (length !== byteLength)
    throw new FormatError('truncated', `expected ${byteLength} bytes of "${name}", found ${length}`);
}

/** All values of a small tensor at once. */
export async function allBytes(tensor: Exportable): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of exactly(tensor)) parts.push(part);
  return Buffer.concat(parts);
}

/** Groups of tensors that share their storage, each by its first name: loaders that tie weights need to know. */
export function tiedNames(tensors: readonly Tensor[]): Record<string, string> {
  const first: Record<string, string> = Object.create(null);
  for (const { info } of tensors)
    for (const other of info.tiedTo ?? []) {
      const [a, b] = [info.name, other].sort(byBytes) as [string, string];
      if (a !== b) first[b] = first[b] !== undefined && byBytes(first[b], a) < 0 ? first[b] : a;
    }
  return first;
}
