import { plainWords } from './license-name.js';
import licenses from './license-phrases.json' with { type: 'json' };

/**
 * Which license a text is, by phrases that only it has. Of several in one file the one that begins first is the answer:
 * others are those of parts that are included. Null where no known license is found.
 */
export function spdxOfText(text: string): string | null {
  const words = plainWords(text);
  let best: { spdx: string; at: number } | undefined;
  for (const { spdx, phrases } of licenses) {
    const places = phrases.map((phrase) => words.indexOf(phrase));
    if (places.includes(-1)) continue;
    const at = Math.min(...places);
    if (!best || at < best.at) best = { spdx, at };
  }
  return best?.spdx ?? null;
}
