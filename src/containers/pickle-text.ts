import { FormatError } from '../bytes/format-error.js';

/** Integer of a text opcode (INT, LONG): decimal, or with a prefix as Python accepts it; null where the text is no integer. */
export function parseInteger(text: string): number | bigint | null {
  const digits = text.trim().replace(/L$/, '').replaceAll('_', '');
  const sign = digits.startsWith('-') ? -1n : 1n;
  const magnitude = digits.replace(/^[+-]/, '');
  if (!/^(?:\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(magnitude) || magnitude.length > 100_000) return null;
  return integer(sign * BigInt(magnitude));
}

/** A bigint as a number where that is exact. */
export function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Integer of LONG1 and LONG4: two's complement, little-endian, any length. */
export function parseLong(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  const hex = Buffer.from(bytes).reverse().toString('hex');
  const value = BigInt(`0x${hex}`);
  const negative = ((bytes[bytes.length - 1] as number) & 0x80) !== 0;
  return integer(negative ? value - (1n << BigInt(bytes.length * 8)) : value);
}

/** Float of the text opcode FLOAT, as Python reads it; null where the text is no float. */
export function parseFloatText(text: string): number | null {
  const trimmed = text
    .trim()
    .toLowerCase()
    .replace(/(?<=\d)_(?=\d)/g, '');
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(trimmed);
  if (special)
    return special[2] === 'nan' ? Number.NaN : special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}

/** Text of UNICODE: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. */
export function parseRawUnicode(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g,
    (_, short: string | undefined, long: string | undefined) => {
      const code = Number.parseInt(short ?? (long as string), 16);
      return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    },
  );
}

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
  v: 11,
  a: 7,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** Bytes of STRING: a quoted Python literal. Throws where the quotes do not match. */
export function parseQuoted(text: string, offset: number): Uint8Array {
  const quoted = /^(['"])([\s\S]*)\1$/.exec(text.trimEnd());
  if (!quoted) throw new FormatError('invalid-structure', 'expected a quoted string, found other text', offset);
  const bytes: number[] = [];
  const body = quoted[2] as string;
  for (let i = 0; i < body.length; i++) {
    if (body[i] !== '\\') {
      bytes.push(body.charCodeAt(i) & 0xff);
      continue;
    }
    const escaped = body[++i] ?? '\\';
    const hex = escaped === 'x' ? /^[0-9a-fA-F]{2}/.exec(body.slice(i + 1, i + 3))?.[0] : undefined;
    const octal = /^[0-7]{1,3}/.exec(body.slice(i, i + 3))?.[0];
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else if (octal !== undefined) {
      bytes.push(Number.parseInt(octal, 8) & 0xff);
      i += octal.length - 1;
    } else if (escaped in SIMPLE_ESCAPES) bytes.push(SIMPLE_ESCAPES[escaped] as number);
    else bytes.push(92, escaped.charCodeAt(0) & 0xff);
  }
  return Uint8Array.from(bytes);
}
