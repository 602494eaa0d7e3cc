import parseExpression from 'spdx-expression-parse';
import schema from './cff.schema.json' with { type: 'json' };
import names from './license-names.json' with { type: 'json' };

/** Lower case, every run of other characters one blank: texts compare equal whatever their layout and punctuation. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, ' ')
    .trim();

/** SPDX identifiers in lower case → as SPDX writes them; Hugging Face and many others write them in lower case. */
const IDENTIFIERS: ReadonlyMap<string, string> = new Map(
  schema.definitions['license-enum'].enum.map((id) => [id.toLowerCase(), id]),
);

/** The identifier as CITATION.cff 1.2.0 lists it; it knows neither `LicenseRef-…` nor what SPDX has added since. */
export const cffLicense = (spdx: string): string | undefined => IDENTIFIERS.get(spdx.toLowerCase());

/** Usual names in plain words → SPDX. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(names).flatMap(([spdx, list]) => list.map((name): [string, string] => [name, spdx])),
);

/** Names long enough to be found inside of sentences, longest first. */
const SENTENCE_NAMES: readonly [string, string][] = [...NAMES]
  .filter(([name]) => name.length >= 5 && !/^(expat|gemma|unlicense|openrail.*|llama\d)$/.test(name))
  .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));

/** The SPDX expression that a metadata field means, else null: `MIT License`, `apache-2.0`, `GPL (>= 2)`, `MIT + file LICENSE`. */
export function spdxOfField(field: string): string | null {
  const named = field
    .trim()
    .replace(/file LICEN[SC]E$/i, '')
    .trimEnd();
  const text = named.endsWith('+') && !field.trimEnd().endsWith('+') ? named.slice(0, -1).trimEnd() : named;
  const identifier = IDENTIFIERS.get(text.toLowerCase());
  if (identifier !== undefined) return identifier;
  const atLeast = /^(GPL|LGPL|AGPL)\s*\(>=\s*([\d.]+)\)$/i.exec(text);
  if (atLeast)
    return `${atLeast[1]!.toUpperCase()}-${/\./.test(atLeast[2]!) ? atLeast[2] : `${atLeast[2]}.0`}-or-later`;
  const known = NAMES.get(plainWords(text)) ?? NAMES.get(plainWords(text.replace(/^the /i, '')));
  if (known !== undefined) return known;
  return isExpression(text) ? text : null;
}

/** The license that a sentence or section names, else null. */
export function spdxOfSentence(sentence: string): string | null {
  const tag = /SPDX-License-Identifier:\s*([A-Za-z0-9.+-]+(?:\s+(?:OR|AND|WITH)\s+[A-Za-z0-9.+-]+)*)/.exec(
    sentence,
  )?.[1];
  if (tag !== undefined && isExpression(tag)) return tag;
  const words = ` ${plainWords(sentence)} `;
  const named = SENTENCE_NAMES.find(([name]) => words.includes(` ${name} `));
  if (named) return named[1];
  return /\bMIT\b(?! (?:students?|university|press|OCW|course|CSAIL))/.test(sentence) ? 'MIT' : null;
}

function isExpression(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch {
    // The parser has no other way to say that a text is no expression.
    return false;
  }
}
