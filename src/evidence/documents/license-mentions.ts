import { spdxOfSentence } from './license-name.js';
import { spdxOfText } from './license-text.js';

export interface LicenseMention {
  spdx: string;
  line: number;
}

/** Marks, numbers and pictures before the word are bounded, since a line may be nothing else. */
const HEADING =
  /^[^\w\n<]{0,40}(?:<h[1-6][^>]{0,200}>[^\w\n]{0,40})?(?:\d{1,3}\.\s{0,9})?(?:about the |project )?licen[sc](?:e|es|ing)\b(?: (?:information|and citation|& citation))?[^\w\n]{0,40}(?:<\/h[1-6]>)?\s*$/i;
const ANY_HEADING = /^\s{0,3}(?:#{1,6}\s+\S|<h[1-6])/i;
const SENTENCE =
  /\b(?:this|the|our) (?:project|repository|repo|code|codebase|software|work|package|library|model|models|program|notebook|source code|implementation)\b[^.\n]{0,60}\b(?:licen[sc]ed|released|distributed|available|provided|published)\b[^.\n]{0,40}\bunder\b([^\n]{0,120})/i;
/** Sections about what belongs to others. */
const FOREIGN = /\b(data ?sets?|corpus|images?|third[- ]party|photos?|weights of)\b/i;

/** The license that a README states: a section of that name, or a sentence about the project itself. */
export function licenseInReadme(text: string): LicenseMention | undefined {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const isUnderlined = /^licen[sc]es?\s*$/i.test(line) && /^[=~-]{3,}\s*$/.test(lines[index + 1] ?? '');
    if (!isUnderlined && !(HEADING.test(line) && /[#<=]/.test(line))) continue;
    const spdx = licenseOfSection(sectionAfter(lines, index + (isUnderlined ? 2 : 1)));
    if (spdx !== null) return { spdx, line: index + 1 };
  }
  for (const [index, line] of lines.entries()) {
    const sentence = SENTENCE.exec(line);
    const spdx = sentence && !FOREIGN.test(sentence[0]) ? spdxOfSentence(sentence[1]!) : null;
    if (spdx !== null) return { spdx, line: index + 1 };
  }
  return undefined;
}

/** Text up to the next heading. */
function sectionAfter(lines: readonly string[], start: number): string {
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => ANY_HEADING.test(line));
  return (end === -1 ? rest : rest.slice(0, end)).join('\n');
}

function licenseOfSection(section: string): string | null {
  const whole = spdxOfText(section);
  if (whole !== null) return whole;
  const own = section.split(/\n|(?<=\.)\s/).filter((sentence) => !FOREIGN.test(sentence));
  for (const sentence of own) {
    const spdx = spdxOfSentence(sentence);
    if (spdx !== null) return spdx;
  }
  return null;
}

/** Lines of a script's head in which a license may be stated. */
const HEAD_LINES = 40;

/** The license in the leading comments of a script: an SPDX tag, or a line `License: …`. */
export function licenseInComments(text: string): LicenseMention | undefined {
  const lines = text.split('\n', HEAD_LINES);
  for (const [index, line] of lines.entries()) {
    // Lines in any comment mark; what skips blanks is bounded, since a line may be nothing else.
    const isStated = /^[\s#'"%*/]{0,40}(?:@?licen[sc]e\s{0,9}:|SPDX-License-Identifier:)\s*\S/i.test(line);
    if (!isStated) continue;
    const spdx = spdxOfSentence(line);
    if (spdx !== null) return { spdx, line: index + 1 };
  }
  return undefined;
}
