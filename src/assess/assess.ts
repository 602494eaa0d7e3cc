import { byBytes } from '../bytes/order.js';
import type { Refusal, Role } from '../collect/collection.js';
import type { Config } from '../config.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
import type { Assessment, ModelReport } from './assessment.js';
import type { Finding } from './finding.js';
import { assessModel } from './model.js';
import { configured, sortFindings, verdictOf } from './policy.js';
import { redact, redactDeep } from './redact.js';
import type { Facts } from './rule.js';
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
}

/** The judgment: what every model file is, what forms a set, what should be done. Same input, same output. */
export function assess(input: AssessInput): Assessment {
  const { repository, revision, tag, evidence, config } = input;
  const inspections = [...input.inspections].sort((a, b) => byBytes(a.path, b.path));
  const models = inspections.map((inspection) => assessModel(inspection));
  const sets = findSets(inspections, models);
  const { files, refused } = input;
  const findings = sortFindings(findAll({ tag, models, inspections, sets, evidence, files, refused, config }));
  const verdict = verdictOf(findings);
  return {
    schema: 'modelbag/check/1',
    repository,
    revision,
    tag,
    verdict,
    summary: summarize({ verdict, models, sets, findings, refused }),
    models: models.map((model) => published(model, config)),
    sets,
    evidence,
    findings,
    files: [...files],
    refused: [...refused],
    notes: input.notes.map(redact),
  };
}

/** Every rule that is not off, with the severity that the configuration gives it. */
function findAll(facts: Facts): Finding[] {
  const findings: Finding[] = [];
  for (const rule of RULES) {
    const severity = configured(rule.id, rule.severity, facts.config);
    if (severity === 'off') continue;
    for (const { kind = rule.id, confidence = 'high', message, advice, ...place } of rule.check(facts))
      findings.push({
        rule: rule.id,
        kind,
        severity,
        confidence,
        message: redact(message),
        advice: redact(advice),
        ...place,
      });
  }
  return findings;
}

/** A model as an archive may show it: severities as configured, personal details redacted. */
function published(model: ModelReport, config: Config): ModelReport {
  const findings = model.safety.findings.flatMap((finding) => {
    const severity = configured(finding.rule, finding.severity, config);
    return severity === 'off' ? [] : [{ ...finding, severity, message: redact(finding.message) }];
  });
  return { ...model, facts: redactDeep(model.facts), safety: { ...model.safety, findings } };
}
