import { isTarHeader } from '../containers/tar.js';
import type { Container, Format } from './format.js';
import { type Glimpse, has } from './glimpse.js';
import { beginsJson } from './json-glimpse.js';
import { mayBePickle } from './pickle-recognition.js';
import { mayBeZip } from './zip-recognition.js';

/** No control characters but white space, no bytes that only continue a character of UTF-8. */
const beginsText = ({ head }: Glimpse): boolean => {
  const byte = head[0] as number;
  return (byte >= 0x09 && byte < 0x80) || byte >= 0xc0;
};

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Behind a user block, which a file of HDF5 may begin with. */
const hasHdf5 = ({ head }: Glimpse): boolean => [0, 512, 1024, 2048].some((at) => has(head, HDF5, at));

/** A field's number and its wire type, of which four are in use. */
const beginsProtobuf = ({ head }: Glimpse): boolean => {
  const byte = head[0] as number;
  return byte >= 0x08 && [0, 1, 2, 5].includes(byte & 7);
};

/** What content of containers shows of it in the glimpse; others may look like anything, or are asked elsewhere than there. */
const SIGNS: readonly (readonly [containers: readonly Container[], shows: (glimpse: Glimpse) => boolean])[] = [
  [['text', 'yaml', 'xml'], beginsText],
  [['json'], ({ head }) => beginsJson(head)],
  [['zip'], mayBeZip],
  [['tar'], ({ head }) => isTarHeader(head)],
  [['hdf5'], hasHdf5],
  [['pickle'], ({ head }) => mayBePickle(head)],
  [['protobuf'], beginsProtobuf],
];

/** Formats of a list by the signs that do not show, as bits, and the first byte. */
const remaining = new WeakMap<readonly Format[], Map<number, readonly Format[]>>();

/** Those of the formats that the glimpse alone does not rule out, in their order; of an empty file all. */
export function possibleFormats(glimpse: Glimpse, formats: readonly Format[]): readonly Format[] {
  if (glimpse.size === 0) return formats;
  let missing = 0;
  for (let i = 0; i < SIGNS.length; i++) if (!SIGNS[i]?.[1](glimpse)) missing |= 1 << i;
  const first = glimpse.head[0] as number;
  const key = (missing << 8) | first;
  const known = remaining.get(formats) ?? new Map<number, readonly Format[]>();
  remaining.set(formats, known);
  let possible = known.get(key);
  if (!possible) {
    const without = SIGNS.flatMap(([containers], i) => ((missing >> i) & 1 ? containers : []));
    possible = formats.filter(
      ({ container, firstBytes }) => !without.includes(container) && firstBytes?.has(first) !== false,
    );
    known.set(key, possible);
  }
  return possible;
}
