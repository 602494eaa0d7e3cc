/** Values listed per file: more than any person sets by hand. */
const LEAVES = 400;
const DEPTH = 10;
/** Longest text kept of a value. */
const TEXT = 300;

export type Scalar = string | number | boolean | null;

export interface Leaf {
  path: (string | number)[];
  /** Keys joined by dots. */
  name: string;
  value: Scalar | Scalar[];
}

/** Scalars, and lists of scalars, below a parsed document, in its order; at most 400. */
export function leavesOf(value: unknown): Leaf[] {
  const found: Leaf[] = [];
  collect(value, [], found);
  return found;
}

function collect(value: unknown, path: (string | number)[], found: Leaf[]): void {
  if (found.length >= LEAVES || path.length > DEPTH) return;
  const scalar = scalarOf(value);
  if (scalar !== undefined) found.push({ path, name: path.join('.'), value: scalar });
  else if (Array.isArray(value)) {
    const scalars = value.map(scalarOf);
    if (value.length <= 32 && scalars.every((item) => item !== undefined))
      found.push({ path, name: path.join('.'), value: scalars });
    else if (value.length <= 32) for (const [index, item] of value.entries()) collect(item, [...path, index], found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) collect(item, [...path, key], found);
  }
}

/** Plain JSON of a scalar: large integers and dates as text, long texts cut. */
export function scalarOf(value: string): string;
export function scalarOf(value: unknown): Scalar | undefined;
export function scalarOf(value: unknown): Scalar | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value.length <= TEXT ? value : `${value.slice(0, TEXT - 1)}…`;
  return value instanceof Date ? value.toISOString() : undefined;
}

/** An object of leaves by their dotted names, safe for names like `__proto__`. */
export const valuesOf = (leaves: readonly Leaf[]): Record<string, unknown> =>
  Object.fromEntries(leaves.map(({ name, value }) => [name, value]));

/** A value that a tracker keeps as text: a number where it is one. */
export function scalarOfText(text: string): Scalar {
  const number = /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : scalarOf(text);
}
