import { byBytes } from '../bytes/order.js';
import type { Evidence } from '../evidence/evidence.js';
import type { AgainstBase, Assessment, ModelChange, ModelReport, ModelState, Preservation } from './assessment.js';
import { bestEnvironment } from './environment.js';
import type { Finding } from './finding.js';

/**
 * An assessment seen from the state it would replace: every finding says whether the base has it too, and what changed
 * is listed. Both sides must have been judged under the same configuration.
 */
export function againstBase(head: Assessment, base: Assessment, revision: string): Assessment {
  const models = modelChanges(head.models, base.models);
  const touched = new Set(models.map(({ path }) => path));
  const { findings, solved } = compareFindings(head.findings, base.findings, touched, renamesOf(models));
  return {
    ...head,
    findings,
    againstBase: {
      revision,
      verdict: base.verdict,
      preservation: { before: preservationOf(base), after: preservationOf(head) },
      models,
      evidence: compareEvidence(head.evidence, base.evidence),
      solved,
    },
  };
}

const preservationOf = ({ sets }: Assessment): Preservation => ({
  preservable: sets.filter(({ promise }) => promise === 'preservable').length,
  models: sets.length,
});

const renamesOf = (models: readonly ModelChange[]): Map<string, string> =>
  new Map(models.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path] as const])));

/** Models added, removed, changed or moved, sorted by path. Content is compared by digest. */
export function modelChanges(head: readonly ModelReport[], base: readonly ModelReport[]): ModelChange[] {
  const before = new Map(base.map((model) => [model.path, model]));
  const after = new Map(head.map((model) => [model.path, model]));
  const gone = base.filter(({ path }) => !after.has(path));
  const changes: ModelChange[] = [];
  for (const model of head) {
    const old = before.get(model.path);
    if (old && isSame(old, model)) continue;
    if (old) {
      changes.push({ path: model.path, change: 'changed', before: stateOf(old), after: stateOf(model) });
      continue;
    }
    const at = gone.findIndex((other) => isSame(other, model));
    if (at < 0) changes.push({ path: model.path, change: 'added', after: stateOf(model) });
    else {
      const [moved] = gone.splice(at, 1) as [ModelReport];
      changes.push({
        path: model.path,
        change: 'moved',
        from: moved.path,
        before: stateOf(moved),
        after: stateOf(model),
      });
    }
  }
  for (const model of gone) changes.push({ path: model.path, change: 'removed', before: stateOf(model) });
  return changes.sort((a, b) => byBytes(a.path, b.path));
}

/** Without digests (a file that could not be opened on both sides) the size decides. */
const isSame = (a: ModelReport, b: ModelReport): boolean =>
  a.size === b.size &&
  a.sha256 === b.sha256 &&
  a.format.name === b.format.name &&
  a.companions.length === b.companions.length;

const stateOf = (model: ModelReport): ModelState => ({
  size: model.size,
  format: model.format.name,
  openness: model.openness.class,
  loading: model.loading,
  safety: { status: model.safety.status, verdict: model.safety.verdict },
  parameterCount: model.parameterCount,
});

/**
 * Findings are the same where rule, kind, file and message are. A message may hold counts that changed, so that what is
 * left over of one rule in one file is matched by number, unless the model file itself is another one: then it is news.
 */
function compareFindings(
  head: readonly Finding[],
  base: readonly Finding[],
  touched: ReadonlySet<string>,
  renames: ReadonlyMap<string, string>,
): { findings: Finding[]; solved: Finding[] } {
  const pool = base.map((finding) => ({ ...finding, path: renames.get(finding.path) ?? finding.path }));
  const take = (matches: (finding: Finding) => boolean): boolean => {
    const at = pool.findIndex(matches);
    if (at >= 0) pool.splice(at, 1);
    return at >= 0;
  };
  const isRelated = (a: Finding, b: Finding): boolean => a.rule === b.rule && a.kind === b.kind && a.path === b.path;
  const exact = head.map((one) => take((other) => isRelated(one, other) && one.message === other.message));
  const findings = head.map((one, i) => {
    const isOld = exact[i] === true || (!touched.has(one.path) && take((other) => isRelated(one, other)));
    return { ...one, newAgainstBase: !isOld };
  });
  return { findings, solved: pool };
}

/** What a repository can say about how its models came to be, each as a number that is better when greater. */
const TOPICS: readonly (readonly [string, (evidence: Evidence) => number])[] = [
  ['training script', ({ scripts }) => Number(scripts.some(({ role }) => role === 'train'))],
  ['random seeds', ({ training }) => Math.max(0, ...training.map(({ seeded }) => SEEDED[seeded]))],
  ['exact environment', ({ environments }) => GRADES.indexOf(bestEnvironment(environments)?.grade ?? 'PX')],
  ['exact framework version', ({ framework }) => Number(framework.some(({ exact }) => exact === 'yes'))],
  ['training data', ({ dataSources }) => Number(dataSources.some(({ packed, kind }) => packed || kind !== 'local'))],
  ['hardware', ({ hardware }) => Number(hardware.length > 0)],
  ['metrics', ({ metrics }) => Number(metrics.length > 0)],
  ['license', ({ documents: { license } }) => (license === null ? 0 : license.spdx === null ? 1 : 2)],
  ['citation', ({ documents: { citation } }) => (citation === null ? 0 : citation.valid ? 2 : 1)],
  ['model card', ({ documents: { modelCard } }) => Number(modelCard !== null)],
];
const SEEDED = { yes: 2, 'not-needed': 2, partly: 1, no: 0, unknown: 0 } as const;
const GRADES: readonly string[] = ['PX', 'P0', 'P1', 'P2', 'P3', 'P4'];

/** What can be said of the making now and could not before, and the other way round. */
export function compareEvidence(head: Evidence, base: Evidence): AgainstBase['evidence'] {
  const by = (wins: (after: number, before: number) => boolean): string[] =>
    TOPICS.filter(([, measure]) => wins(measure(head), measure(base))).map(([label]) => label);
  return { gained: by((after, before) => after > before), lost: by((after, before) => after < before) };
}

/** What makes a pull request worth a comment: another model file, or an error that the base does not have. */
export const hasNews = ({ findings, againstBase }: Assessment): boolean =>
  againstBase === undefined
    ? findings.some(({ severity }) => severity === 'error')
    : againstBase.models.length > 0 ||
      findings.some(({ severity, newAgainstBase }) => severity === 'error' && newAgainstBase === true);
