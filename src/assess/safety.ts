import type { Loading, Observation } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import { SAFETY_ORDER, type Safety, type SafetyFinding, type SafetyVerdict } from './assessment.js';
import { foreignOperators, judgeGlobal } from './callables.js';
import { extensionMismatch } from './extension.js';
import { hostileText } from './hostile-text.js';
import { loadRisk } from './load-risks.js';
import { type Meaning, meaningOf } from './observations.js';
import { list, quote, sentence } from './quote.js';
import { severityOf } from './rules/registry.js';

/** Findings listed per model; a hostile file may hold millions of reasons. */
const MOST_FINDINGS = 100;

/**
 * Status and verdict of one model. The verdict is the worst of what was noticed, of the names that loading imports and
 * of what loading runs; it is `safe` only where every byte was understood.
 */
export function assessSafety(inspection: Inspection): Safety {
  const { contents, observations, status } = inspection;
  const judged = observations.map((observation) => ({ observation, meaning: meaningOf(observation) }));
  const named = contents.globals.map((name) => ({ name, verdict: judgeGlobal(name) }));
  const foreign = foreignOperators(contents.operators);
  const verdict = worst([
    ...judged.map(({ meaning }) => importVerdict(meaning.verdict, contents.loading)),
    ...named.map(({ verdict }) => importVerdict(verdict, contents.loading)),
    ...(foreign.length > 0 ? (['unknown'] as const) : []),
    byLoading(inspection),
    status === 'complete' ? 'safe' : 'unknown',
  ]);
  const findings = [
    ...judged
      .filter(({ observation, meaning }) => isTold(observation, meaning))
      .map(({ observation, meaning }) => findingOf(observation, meaning)),
    ...globalFindings(named, observations),
    ...(foreign.length > 0 ? [operatorFinding(foreign)] : []),
    ...extensionMismatch(inspection),
    ...polyglot(inspection),
    ...hostileText(inspection),
  ];
  return {
    status,
    verdict,
    findings: findings.slice(0, MOST_FINDINGS),
    globals: contents.globals,
    ...(contents.weightsOnlyLoadable !== undefined && { weightsOnlyLoadable: contents.weightsOnlyLoadable }),
  };
}

/** Library classes are called only where loading runs code; a reader of data never gets to them. */
const importVerdict = (verdict: SafetyVerdict, loading: Loading): SafetyVerdict =>
  verdict === 'library-classes' && loading !== 'code' ? 'safe' : verdict;

/** What running means even where every name is known: a program is judged by nobody, a refused pickle needs its classes. */
function byLoading({ contents, format }: Inspection): SafetyVerdict {
  if (contents.loading === 'program') return 'unknown';
  if (contents.loading !== 'code') return 'safe';
  if (contents.weightsOnlyLoadable === false) return 'library-classes';
  // Code, but no name of it was read: only arrays of objects are known to hold plain data then.
  const explained = contents.globals.length > 0 || contents.observations.some(({ kind }) => kind === 'callable');
  return explained || format.facts.holds === 'table' ? 'safe' : 'unknown';
}

const worst = (verdicts: readonly SafetyVerdict[]): SafetyVerdict =>
  verdicts.reduce((a, b) => (SAFETY_ORDER.indexOf(b) > SAFETY_ORDER.indexOf(a) ? b : a), 'safe');

/** Calls of harmless and of well-known library names, and that a program is one, are facts of the format, not news. */
const isTold = ({ code }: Observation, meaning: Meaning): boolean =>
  meaning.rule !== 'code-needed-to-load' ||
  (code !== 'exported-program' && SAFETY_ORDER.indexOf(meaning.verdict) >= SAFETY_ORDER.indexOf('unknown'));

/** Codes of what pickles do with names. */
const OF_GLOBALS = new Set([
  'global-call',
  'object-made',
  'handed-call',
  'attribute-walk',
  'computed-call',
  'set-on-global',
  'run-state',
]);

/** A call of a global is told by what the global is. */
const kindOf = (code: string, rule: string): string => {
  if (code === 'unsafe-load') return 'code-file';
  if (code === 'r-package-code') return 'r-code';
  if (!OF_GLOBALS.has(code)) return code;
  return rule === 'dangerous-model' ? 'dangerous-global' : 'unknown-global';
};

function messageOf({ code, message, name = '' }: Observation): string {
  if (code !== 'unsafe-load') return message;
  const { risk, instead } = loadRisk(name);
  return `${message}: ${risk}; write ${instead}`;
}

function findingOf(observation: Observation, { rule, confidence }: Meaning): SafetyFinding {
  return {
    rule,
    kind: kindOf(observation.code, rule),
    severity: severityOf(rule),
    confidence,
    message: sentence(messageOf(observation)),
    ...(observation.member !== undefined && { member: observation.member }),
    ...(observation.offset !== undefined && { offset: observation.offset }),
    ...(observation.line !== undefined && { line: observation.line }),
  };
}

/** Names that loading imports and no observation told of already. */
function globalFindings(
  named: readonly { name: string; verdict: SafetyVerdict }[],
  observations: readonly Observation[],
): SafetyFinding[] {
  const told = new Set(observations.map(({ name }) => name));
  const untold = named.filter(({ name }) => !told.has(name));
  const dangerous = untold.filter(({ verdict }) => verdict === 'dangerous');
  const unknown = untold.filter(({ verdict }) => verdict === 'unknown').map(({ name }) => name);
  return [
    ...dangerous.map(({ name }) =>
      globalFinding('dangerous-model', 'dangerous-global', `loading imports ${quote(name)}`),
    ),
    ...(unknown.length > 0
      ? [
          globalFinding(
            'code-needed-to-load',
            'unknown-global',
            `loading imports ${list(unknown)}, which modelbag does not know`,
          ),
        ]
      : []),
  ];
}

const globalFinding = (rule: string, kind: string, message: string): SafetyFinding => ({
  rule,
  kind,
  severity: severityOf(rule),
  confidence: rule === 'dangerous-model' ? 'high' : 'medium',
  message,
});

const operatorFinding = (foreign: readonly string[]): SafetyFinding => ({
  rule: 'code-needed-to-load',
  kind: 'custom-operator',
  severity: severityOf('code-needed-to-load'),
  confidence: 'high',
  message: `running needs operators that come from a library outside of the file: ${list(foreign)}`,
});

function polyglot({ format }: Inspection): SafetyFinding[] {
  if (format.alsoRecognizedAs.length === 0) return [];
  return [
    {
      rule: 'polyglot-model',
      kind: 'polyglot',
      severity: severityOf('polyglot-model'),
      confidence: 'high',
      message: `the bytes are ${format.name} and ${list(format.alsoRecognizedAs)} at the same time`,
    },
  ];
}
