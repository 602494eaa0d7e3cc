import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import type { BagContents } from '../verify/contents.js';
import { parseBagInfo, readDeclaration, readTagText } from '../verify/tag-text.js';
import { EARLIEST } from '../zip/records.js';

/**
 * The one time of a bag in seconds since 1970: of its bill of materials, which tells seconds, else of Bagging-Date. Times of files are
 * not looked at: they differ from copy to copy.
 */
export async function timeOf(contents: BagContents): Promise<number> {
  const bom = await readTagText(contents, 'bom.cdx.json', 'utf-8', DEFAULT_LIMITS, []);
  const { encoding } = await readDeclaration(contents);
  const info = parseBagInfo((await readTagText(contents, 'bag-info.txt', encoding, DEFAULT_LIMITS, [])) ?? '', []);
  const date = info.find(([label]) => label.toLowerCase() === 'bagging-date')?.[1];
  for (const text of [timestampOf(bom), date]) {
    const milliseconds = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/.test(text ?? '')
      ? Date.parse(text as string)
      : Number.NaN;
    if (!Number.isNaN(milliseconds)) return milliseconds / 1000;
  }
  return EARLIEST;
}

function timestampOf(bom: string | null): string | undefined {
  try {
    const { metadata } = JSON.parse(bom ?? 'null') as { metadata?: { timestamp?: unknown } };
    return `${metadata?.timestamp}`;
  } catch {
    return undefined; // no bill of materials, or none of ours
  }
}
