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

/** A character that every attack needs; most names have none of them. */
const NEEDED = /[:<\u001b\u202a-\u202e\u2066-\u2069]/;

/** Names and metadata that try to act inside a report. They are shown escaped; that they are there is worth a note. */
export function hostileText({ contents }: Inspection): SafetyFinding[] {
  for (const text of texts(contents)) {
    if (!NEEDED.test(text)) continue;
    const attack = ATTACKS.find(([pattern]) => pattern.test(text));
    if (!attack) continue;
    return [
      {
        rule: 'hostile-name',
        kind: 'report-injection',
        severity: severityOf('hostile-name'),
        confidence: 'medium',
        message: `a name or value in the file contains ${attack[1]}: ${quote(text, 60)}`,
      },
    ];
  }
  return [];
}

function* texts({ tensors, facts }: Inspection['contents']): Iterable<string> {
  for (const { name } of tensors) yield name;
  for (const { key, value } of facts) {
    yield key;
    if (typeof value === 'string') yield value;
  }
}
