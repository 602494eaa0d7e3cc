import type { Assessment, ModelReport, ModelSet } from '../assess/assessment.js';
import { type Confidence, type Finding, SEVERITIES, type Severity } from '../assess/finding.js';
import { count } from '../assess/quote.js';
import { RULES, ruleIds } from '../assess/rules/registry.js';
import { equalityOf } from '../assess/sets.js';
import { grouped } from '../bytes/grouped.js';
import { accountsOf, paragraphOf } from './accounts.js';
import { type EvidenceRow, evidenceRows } from './evidence-rows.js';
import {
  bytes,
  formatWord,
  LOADING,
  numbers,
  opennessWord,
  PROMISE,
  safetyWord,
  type Toned,
  VERDICT,
} from './words.js';

/** Everything a person should see of an assessment, in order, before any markup: one source for all renderers. */
export interface View {
  /** A message: the commit is quoted. */
  title: string;
  verdict: Toned & { mark: string };
  summary: string;
  models: ModelRow[];
  sets: SetRow[];
  /** One paragraph for each model: what is known, what contradicts, what is missing. Messages. */
  accounts: { title: string; text: string }[];
  evidence: EvidenceRow[];
  counts: string;
  groups: FindingGroup[];
  leftOut: { path: string; reason: string }[];
  notes: string[];
}

export interface ModelRow {
  path: string;
  format: string;
  openness: Toned;
  loading: Toned;
  safety: Toned;
  size: string;
  parameters: string;
}

export interface SetRow {
  /** A path, or how many models the row stands for. */
  native: string;
  isCount?: boolean;
  open: string[];
  /** How many other states of its training there are. */
  states: number;
  /** What follows from it, without the names. */
  outcome: Toned;
}

/** ` and 3 checkpoints`, where there are. */
export const statesBeside = ({ states }: SetRow): string => (states === 0 ? '' : ` and ${count(states, 'checkpoint')}`);

/** Findings of one rule. Advice that all share is said once. */
export interface FindingGroup {
  rule: string;
  title: string;
  severity: Severity;
  advice: string | null;
  items: FindingItem[];
}

/** One thing to say, and everywhere it is so. */
export interface FindingItem {
  places: string[];
  message: string;
  advice: string | null;
  confidence: Confidence;
}

export function viewOf(assessment: Assessment): View {
  const { repository, tag, revision, models, sets, findings } = assessment;
  const told = new Set(findings.map(({ path }) => path));
  return {
    title: [repository, tag, revision === '' ? '' : `commit \`${revision.slice(0, 10)}\``]
      .filter((part) => part !== '')
      .join(' · '),
    verdict: VERDICT[assessment.verdict],
    summary: assessment.summary,
    models: models.map(modelRow),
    sets: setRows(sets, models),
    accounts: accountsOf(assessment).map((account) => ({ title: account.title, text: paragraphOf(account) })),
    evidence: evidenceRows(assessment),
    counts: countSeverities(findings),
    groups: groupFindings(findings),
    leftOut: assessment.refused.filter(({ path }) => !told.has(path)).map(({ path, reason }) => ({ path, reason })),
    notes: assessment.notes,
  };
}

export function modelRow(model: ModelReport): ModelRow {
  // Nothing is known of a file that could not be opened, so nothing is said of it.
  const isClosed = model.safety.status === 'error';
  return {
    path: model.path,
    format: isClosed ? '' : formatWord(model),
    openness: isClosed ? NOTHING : opennessWord(model),
    loading: isClosed ? NOTHING : LOADING[model.loading],
    safety: safetyWord(model),
    size: isClosed ? '' : bytes(model.size),
    parameters: model.parameterCount > 0 ? numbers(model.parameterCount) : '',
  };
}

const NOTHING: Toned = { text: '', tone: 'plain' };

/** Up to this many models without copies are listed one by one; more of a kind are one row. */
const LISTED_ALONE = 5;

/** Sets with copies one by one, many others counted. */
function setRows(sets: readonly ModelSet[], models: readonly ModelReport[]): SetRow[] {
  const classes = new Map(models.map((model) => [model.path, model.openness.class]));
  const rows = sets.map((set) => setRow(set, classes.get(set.native) === 'recommended'));
  const alone = new Map<string, SetRow[]>();
  for (const one of rows)
    if (one.open.length === 0) alone.set(one.outcome.text, [...(alone.get(one.outcome.text) ?? []), one]);
  const counted = [...alone.values()].filter((group) => group.length > LISTED_ALONE);
  const hidden = new Set(counted.flat());
  return [
    ...rows.filter((one) => !hidden.has(one)),
    ...counted.map((group) => ({ ...group[0]!, native: count(group.length, 'model'), isCount: true, states: 0 })),
  ];
}

function setRow(set: ModelSet, isStandard: boolean): SetRow {
  const promise = PROMISE[set.promise];
  if (set.stale && set.promise === 'bitstream-only') return row(set, `stale copy: ${promise}`, 'weak');
  const equality = equalityOf(set);
  if (equality === 'tensors') return row(set, `${promise}: equal, tensor by tensor`, 'good');
  if (equality === 'proof') return row(set, `${promise}: compared when it was made, see its proof`, 'good');
  if (set.open.length > 0) return row(set, `${promise}, if equal: same name only`, 'plain');
  if (set.promise === 'bitstream-only') return row(set, `no open copy: ${promise}`, 'weak');
  return row(set, `${promise}: ${isStandard ? 'open standard' : 'documented format'}`, 'good');
}

const row = ({ native, open, checkpoints = [] }: ModelSet, text: string, tone: Toned['tone']): SetRow => ({
  native,
  open,
  states: checkpoints.length,
  outcome: { text, tone },
});

const TITLES = new Map(RULES.map(({ id, title }) => [id, title]));

/** Gravest first, then in the order of the rules. */
function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = grouped(findings.map((finding) => [`${finding.severity} ${finding.rule}`, finding]));
  const ordered = [...groups.values()].sort((a, b) => rank(a[0]!) - rank(b[0]!));
  return ordered.map((group) => {
    const { rule, severity, advice } = group[0]!;
    const shared = group.every((finding) => finding.advice === advice);
    return {
      rule,
      severity,
      title: TITLES.get(rule) ?? rule,
      advice: shared ? advice : null,
      items: mergeItems(group, shared),
    };
  });
}

/** Findings that say the same of several places are said once. */
function mergeItems(group: readonly Finding[], shared: boolean): FindingItem[] {
  const items = new Map<string, FindingItem>();
  for (const finding of group) {
    const advice = shared ? null : finding.advice;
    const { message, confidence } = finding;
    const key = `${message}\n${advice ?? ''}\n${confidence}`;
    const item = items.get(key) ?? { places: [], message, advice, confidence };
    items.set(key, item);
    const place = placeOf(finding);
    if (place !== '') item.places.push(place);
  }
  return [...items.values()];
}

const rank = ({ severity, rule }: Finding): number =>
  (SEVERITIES.length - SEVERITIES.indexOf(severity)) * 1000 + ruleIds.indexOf(rule);

/** `path:12`, `path, cell 3`, `path at byte 118`; empty for the repository as a whole. */
export function placeOf({ path, line, cell, offset }: Finding): string {
  if (path === '.' || path === '') return '';
  if (cell !== undefined) return `${path}, cell ${cell}`;
  if (line !== undefined) return `${path}:${line}`;
  return offset !== undefined ? `${path} at byte ${offset}` : path;
}

function countSeverities(findings: readonly Finding[]): string {
  const parts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const n = findings.filter((finding) => finding.severity === severity).length;
    return n > 0 ? [count(n, severity)] : [];
  });
  return parts.length > 0 ? parts.join(', ') : 'none';
}

/** What a report says about its own limits, everywhere in the same words. */
export const DISCLAIMER =
  'modelbag reads files and never runs them. It does not scan for viruses, judge how good a model is, or prove that a clean report means no risk.';
