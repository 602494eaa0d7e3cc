import { oncePer } from '../bytes/once-per.js';
import type { Container, Format } from './format.js';

/** No control characters but white space, no bytes that only continue a character of UTF-8. */
const beginsText = (byte: number): boolean => (byte >= 0x09 && byte < 0x80) || byte >= 0xc0;
/** White space, `{` or `[`, or the first byte of a byte order mark. */
const beginsJson = (byte: number): boolean => [0x09, 0x0a, 0x0d, 0x20, 0x7b, 0x5b, 0xef].includes(byte);

/** What content of a container may begin with; others may begin with anything, or are asked elsewhere than at their beginning. */
const BEGINNINGS: Partial<Record<Container, (byte: number) => boolean>> = {
  text: beginsText,
  yaml: beginsText,
  json: beginsJson,
  xml: beginsText,
};

/** For each first byte, the formats that may begin with it. */
const byFirstByte = oncePer((formats: readonly Format[]) =>
  Array.from({ length: 256 }, (_, byte) => formats.filter(({ container }) => BEGINNINGS[container]?.(byte) ?? true)),
);

/** Those of the formats that a file beginning with the byte may have, in their order; of an empty file (undefined) all. */
export function beginningWith(byte: number | undefined, formats: readonly Format[]): readonly Format[] {
  return byte === undefined ? formats : (byFirstByte(formats)[byte] as readonly Format[]);
}
