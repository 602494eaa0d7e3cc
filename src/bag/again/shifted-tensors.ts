import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import { csvLine, parseCsv } from '../csv.js';
import { type OffsetOf, TENSOR_COLUMNS } from '../tensors.js';
import type { Text } from '../text.js';
import type { BagContents } from '../verify/contents.js';
import { readTagText } from '../verify/tag-text.js';

const FILE = TENSOR_COLUMNS.indexOf('file');
const IN_FILE = TENSOR_COLUMNS.indexOf('offset_in_file');
const IN_ZIP = TENSOR_COLUMNS.indexOf('offset_in_zip');

/** Writes tensors.csv of a bag again, with the offsets that its files have in another zip. Null where it has none of ours. */
export async function shiftedTensors(contents: BagContents): Promise<((offsetOf: OffsetOf) => Text) | null> {
  const text = await readTagText(contents, 'tensors.csv', 'utf-8', DEFAULT_LIMITS, []);
  if (text === null) return null;
  const [header, ...rows] = parseCsv(text);
  if (header?.join() !== TENSOR_COLUMNS.join()) return () => text;
  return (offsetOf) => [header, ...rows.map((row) => shifted(row, offsetOf(row[FILE] ?? '')))].map(csvLine).join('');
}

const shifted = (row: readonly string[], start: number | undefined): string[] =>
  row.toSpliced(IN_ZIP, 1, start === undefined ? '' : `${start + Number(row[IN_FILE])}`);
