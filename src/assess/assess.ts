import { byBytes } from '../bytes/order.js';
import type { Refusal, Role } from '../collect/collection.js';
import type { Config } from '../config.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
import type { Assessment, ModelReport } from './assessment.js';
import { applyExceptions } from './exceptions.js';
import type { Finding } from './finding.js';
import { assessModel } from './model.js';
import { oncePerRun } from './once-per-run.js';
import { configured, sortFindings, verdictOf } from './policy.js';
import { redact, redactDeep } from './redact.js';
import type { Facts, Rule } from './rule.js';
import { exceptionUnused } from './rules/exception-unused.js';
import { RULES } from './rules/registry.js';
import { findSets } from './sets.js';
import { summarize } from './summary.js';

/** All facts of one state of a repository; nothing in here needs the repository any more. */
export interface AssessInput {
  repository: string;
  /** Commit, '' outside of git. */
  revision: string;
  tag: string;
  /** What will be packed, sorted by bytes of the path; `sha256` empty where no digests were asked for. */
  files: readonly { path: string; role: Role; size: number; sha256: string }[];
  refused: readonly Refusal[];
  /** Remarks of the tree and the collection. */
  notes: readonly string[];
  inspections: readonly Inspection[];
  evidence: Evidence;
  config: Config;
  /** Files of open copies that were made for the archive, each with the path of its model. */
  made?: ReadonlyMap<string, string>;
  /** ISO day on which exceptions are looked at; without it none has expired. */
  today?: string;
}

/** The judgment: what every model file is, what forms a set, what should be done. Same input, same output. */
export function assess(input: AssessInput): Assessment {
  const { repository, revision, tag, evidence, config } = input;
  const inspections = [...input.inspections].sort((a, b) => byBytes(a.path, b.path));
  const models = inspections.map((inspection) => assessModel(inspection));
  const sets = findSets(inspections, models, evidence.checkpoints, input.made);
  const { files, refused } = input;
  const facts: Facts = { tag, models, inspections, sets, evidence, files, refused, config, exceptions: [] };
  const digests = new Map([...models, ...files].map(({ path, sha256 = '' }) => [path, sha256]));
  const { findings: judged, exceptions } = applyExceptions(findAll(facts), digests, config, input.today ?? '');
  const findings = sortFindings([...oncePerRun(judged, sets), ...findOf(exceptionUnused, { ...facts, exceptions })]);
  const verdict = verdictOf(findings);
  return {
    schema: 'modelbag/check/1',
    repository,
    revision,
    tag,
    verdict,
    summary: summarize({ verdict, models, sets, findings, refused }),
    models: models.map((model) => published(model, config, findings)),
    sets,
    evidence: withoutPersons(evidence),
    findings,
    files: [...files],
    refused: [...refused],
    notes: input.notes.map(redact),
  };
}

/** Every rule that is not off, with the severity that the configuration gives it. */
const findAll = (facts: Facts): Finding[] => RULES.flatMap((rule) => findOf(rule, facts));

function findOf(rule: Rule, facts: Facts): Finding[] {
  const severity = configured(rule.id, rule.severity, facts.config);
  if (severity === 'off') return [];
  return Array.from(rule.check(facts), ({ kind = rule.id, confidence = 'high', message, advice, ...place }) => ({
    rule: rule.id,
    kind,
    severity,
    confidence,
    message: redact(message),
    advice: redact(advice),
    ...place,
  }));
}

/** Evidence as an archive may show it: what files say is redacted, their own names are not. */
function withoutPersons(evidence: Evidence): Evidence {
  return {
    ...evidence,
    scripts: evidence.scripts.map((script) => ({
      ...script,
      writes: script.writes.map((write) =>
        write.pattern === undefined ? write : { ...write, pattern: redact(write.pattern) },
      ),
    })),
    seeds: evidence.seeds.map((seed) => ({ ...seed, value: redactDeep(seed.value) })),
    hyperparameters: evidence.hyperparameters.map(({ source, values }) => ({ source, values: redactDeep(values) })),
    hardware: evidence.hardware.map((row) => ({ ...row, value: redact(row.value) })),
    baseModels: evidence.baseModels.map((row) => ({ ...row, name: redact(row.name) })),
    dataSources: evidence.dataSources.map((row) => (row.packed ? row : { ...row, value: redact(row.value) })),
    unread: evidence.unread.map((row) => ({ ...row, reason: redact(row.reason) })),
  };
}

/** A model as an archive may show it: severities as configured, accepted ones notes, personal details redacted. */
function published(model: ModelReport, config: Config, all: readonly Finding[]): ModelReport {
  const accepted = new Set(all.flatMap(({ path, rule, accepted }) => (accepted && path === model.path ? [rule] : [])));
  const findings = model.safety.findings.flatMap((finding) => {
    const severity = configured(finding.rule, finding.severity, config);
    return severity === 'off'
      ? []
      : [{ ...finding, severity: accepted.has(finding.rule) ? 'note' : severity, message: redact(finding.message) }];
  });
  return { ...model, facts: redactDeep(model.facts), safety: { ...model.safety, findings } };
}
