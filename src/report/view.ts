import type { Assessment, ModelReport, ModelSet } from '../assess/assessment.js';
import { type Finding, SEVERITIES, type Severity } from '../assess/finding.js';
import { count, list } from '../assess/quote.js';
import { RULES, ruleIds } from '../assess/rules/registry.js';
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
  native: string;
  open: string[];
  /** What follows from it, without the names. */
  outcome: Toned;
}

/** Findings of one rule. Advice that all share is said once. */
export interface FindingGroup {
  rule: string;
  title: string;
  severity: Severity;
  advice: string | null;
  items: { place: string; message: string; advice: string | null }[];
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
    sets: sets.map(setRow),
    evidence: evidenceRows(assessment),
    counts: countSeverities(findings),
    groups: groupFindings(findings),
    leftOut: assessment.refused.filter(({ path }) => !told.has(path)).map(({ path, reason }) => ({ path, reason })),
    notes: assessment.notes,
  };
}

export const modelRow = (model: ModelReport): ModelRow => ({
  path: model.path,
  format: formatWord(model),
  openness: opennessWord(model),
  loading: LOADING[model.loading],
  safety: safetyWord(model),
  size: bytes(model.size),
  parameters: model.parameterCount > 0 ? numbers(model.parameterCount) : '',
});

function setRow(set: ModelSet): SetRow {
  const promise = PROMISE[set.promise];
  if (set.stale && set.promise === 'bitstream-only') return row(set, `stale copy: ${promise}`, 'weak');
  if (set.proof === 'tensors') return row(set, `${promise}: equal, tensor by tensor`, 'good');
  if (set.open.length > 0) return row(set, `${promise}, if equal: same name only`, 'plain');
  return set.promise === 'preservable'
    ? row(set, `${promise}: open by itself`, 'good')
    : row(set, `no open copy: ${promise}`, 'weak');
}

const row = ({ native, open }: ModelSet, text: string, tone: Toned['tone']): SetRow => ({
  native,
  open,
  outcome: { text, tone },
});

const TITLES = new Map(RULES.map(({ id, title }) => [id, title]));

/** Gravest first, then in the order of the rules. */
function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const ordered = [...groups.values()].sort((a, b) => rank(a[0]!) - rank(b[0]!));
  return ordered.map((group) => {
    const { rule, severity, advice } = group[0]!;
    const shared = group.every((finding) => finding.advice === advice);
    return {
      rule,
      severity,
      title: TITLES.get(rule) ?? rule,
      advice: shared ? advice : null,
      items: group.map((finding) => ({
        place: placeOf(finding),
        message: finding.message,
        advice: shared ? null : finding.advice,
      })),
    };
  });
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

/** Names of the open copies of a set, for one line. */
export const copiesOf = ({ open }: SetRow): string => list(open, 2);
