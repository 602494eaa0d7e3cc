import type { Inspection } from '../formats/inspection.js';
import type { SafetyFinding } from './assessment.js';
import { quote } from './quote.js';
import { severityOf } from './rules/registry.js';

/** What attacks a report instead of a loader, each with its name for people. */
const ATTACKS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(^|[\n\r])::[a-z-]+[^\n\r]*::/, 'a workflow command'],
  [/[\u202a-\u202e\u2066-\u2069]/, 'text that reverses the reading direction'],
  [/\u001b[[\]P]/, 'a terminal control sequence'],
  [/\]\(\s*(javascript|data|vbscript):/i, 'a script link'],
  [/<\s*(script|img|svg|iframe|object|embed|details|form|style|meta)\b/i, 'HTML markup'],
];

/** A character that every attack needs; most files have none of them in their names. */
const NEEDED = /[:<\u001b\u202a-\u202e\u2066-\u2069]/;

/** Names and metadata that try to act inside a report. They are shown escaped; that they are there is worth a note. */
export function hostileText({ contents }: Inspection): SafetyFinding[] {
  const texts = contents.tensors.map(({ name }) => name);
  for (const { key, value } of contents.facts) {
    texts.push(key);
    if (typeof value === 'string') texts.push(value);
  }
  // All at once: to ask each of a hundred texts takes ten times as long.
  if (!NEEDED.test(texts.join('\n'))) return [];
  const text = texts.find(attackOf);
  if (text === undefined) return [];
  return [
    {
      rule: 'hostile-name',
      kind: 'report-injection',
      severity: severityOf('hostile-name'),
      confidence: 'medium',
      message: `a name or value in the file contains ${attackOf(text)}: ${quote(text, 60)}`,
    },
  ];
}

/** What a text attacks a report with; undefined for harmless texts, which are nearly all. */
const attackOf = (text: string): string | undefined => ATTACKS.find(([pattern]) => pattern.test(text))?.[1];
