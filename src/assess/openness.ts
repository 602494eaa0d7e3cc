import type { FormatFacts } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import type { Openness, OpennessClass, SafetyVerdict } from './assessment.js';
import { judgeGlobal } from './callables.js';
import recipes from './open-copies.json' with { type: 'json' };
import { list } from './quote.js';

/** Up to this many numbers text is a fair archive of a model (guideline S8); beyond, it is too big or too imprecise. */
const SMALL_MODEL = 100_000;

interface Judged {
  class: OpennessClass;
  reason: string;
  fix: string;
}

const KEEP = 'Nothing to do.';

/** The guideline's three classes for one file: container and content apart, always with a reason and the cure. */
export function assessOpenness(inspection: Inspection, verdict: SafetyVerdict): Openness {
  const judged = judge(inspection, verdict);
  return {
    class: judged.class,
    promise: judged.class === 'unsuitable' ? 'bitstream-only' : 'preservable',
    reason: judged.reason,
    fix: judged.fix,
  };
}

function judge(inspection: Inspection, verdict: SafetyVerdict): Judged {
  const { format, contents, error } = inspection;
  const { facts } = format;
  if (error) return unsuitable('The file could not be opened.', 'Make the file readable and run modelbag again.');
  if (facts.holds === 'nothing')
    return unsuitable(`This is ${article(format.name)}, not a model.`, 'Put the model itself in its place.');
  const broken = contents.observations.find(({ kind, code }) => kind === 'malformed' || BROKEN.has(code));
  if (broken)
    return unsuitable(
      `The ${format.name} content is damaged or incomplete, so nobody can promise to read it.`,
      'Replace the file with an intact one.',
    );
  if (verdict === 'dangerous')
    return unsuitable(`This ${format.name} is dangerous to load.`, 'Replace it by weights from a source you trust.');
  if (contents.loading === 'code') return carriesCode(inspection);
  switch (facts.disclosure) {
    case 'closed':
      return unsuitable(`${format.name} is not documented in public.`, openCopy(inspection));
    case 'source':
      return unsuitable(
        `${contained(inspection)} is data, but only the source code of ${facts.steward} defines it.`,
        openCopy(inspection),
      );
    case 'documented':
      if (!facts.independent && facts.holds === 'anything')
        return unsuitable(
          `${format.name} stores objects of one language; what they mean is known to that language and its packages alone (${facts.steward}).`,
          openCopy(inspection),
        );
      return { class: 'acceptable', reason: documented(format.name, facts), fix: KEEP };
    case 'standard':
      return standard(inspection);
  }
}

const BROKEN = new Set(['encrypted', 'missing-file', 'empty-file', 'truncated']);

function carriesCode(inspection: Inspection): Judged {
  const { globals, needs } = inspection.contents;
  const named = globals.filter((name) => judgeGlobal(name) !== 'safe');
  const needed = named.length > 0 ? named : [...new Set(needs.map((need) => need.package))];
  const code = needed.length > 0 ? `the code of ${list(needed, 2)}` : 'code from outside of the file';
  return unsuitable(`Loading this ${inspection.format.name} runs ${code}.`, openCopy(inspection));
}

function standard({ contents, format }: Inspection): Judged {
  const { facts } = format;
  const numbers = parameterCount(contents.tensors);
  if (!facts.independent)
    return { class: 'acceptable', reason: `${format.name} is a standard, but bound to ${facts.steward}.`, fix: KEEP };
  if (facts.encoding === 'text' && numbers > SMALL_MODEL) {
    return {
      class: 'acceptable',
      reason: `${format.name} is open, but text is a poor home for ${numbers} numbers: big and often imprecise.`,
      fix: 'Keep the numbers in a binary open format (ONNX, HDF5, safetensors) as well.',
    };
  }
  const custom = contents.operators.some((operator) => operator.includes('::'))
    ? ' It uses operators beyond the standard set.'
    : '';
  return {
    class: 'recommended',
    reason: `${format.name} is an open standard (${facts.steward}), independent of any framework.${custom}`,
    fix: KEEP,
  };
}

const documented = (name: string, facts: FormatFacts): string =>
  facts.independent
    ? `${name} is openly documented and needs no particular framework; one steward decides about it (${facts.steward}).`
    : `${name} is openly documented, but bound to its framework (${facts.steward}).`;

/** What is inside the container, in words: an open zip around a pickle is still a pickle. */
function contained({ format, contents }: Inspection): string {
  const pickled = contents.weightsOnlyLoadable !== undefined || contents.globals.length > 0;
  return pickled
    ? `Anyone can open the container; the pickle inside ${article(format.name)}`
    : `The content of ${article(format.name)}`;
}

/** The shortest way to an open copy: our export where there is one, else a line of the framework that made the model. */
function openCopy({ format, contents }: Inspection): string {
  const { openExport } = format.facts;
  const targets = [...(openExport === undefined ? [] : [openExport]), ...RECIPES.keys()];
  const packages = contents.needs.map((need) => need.package);
  for (const target of targets)
    for (const name of packages) {
      const recipe = RECIPES.get(target)?.get(name);
      if (recipe !== undefined) return `Keep this file and put an open copy beside it: ${recipe}.`;
    }
  return `Keep this file and put ${RECIPES.get(openExport ?? '')?.get('*') ?? 'an open copy (ONNX, safetensors or PMML, whichever fits)'} beside it.`;
}

/** Format of the copy → package that made the model → what to write; the targets that say most come first. */
const RECIPES = new Map(Object.entries(recipes).map(([target, lines]) => [target, new Map(Object.entries(lines))]));

const unsuitable = (reason: string, fix: string): Judged => ({ class: 'unsuitable', reason, fix });
/** `an ONNX`, `a NumPy`: acronyms by the name of their first letter. */
const article = (name: string): string => {
  const acronym = /^[A-Z](?:[A-Z0-9]|\b)/.test(name);
  return `${(acronym ? /^[AEFHILMNORSX]/ : /^[aeiou]/i).test(name) ? 'an' : 'a'} ${name}`;
};

/** Numbers in all tensors. */
export const parameterCount = (tensors: readonly { shape: readonly number[] }[]): number =>
  tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
