import type { Refusal, Role } from '../collect/collection.js';
import type { Config } from '../config.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
import type { ModelReport, ModelSet } from './assessment.js';
import type { JudgedException } from './exceptions.js';
import type { Report, Severity } from './finding.js';
/** Everything a rule may look at: values, no I/O. */
export interface Facts {
    tag: string;
    models: readonly ModelReport[];
    /** What the reports rest on, in the same order as `models`. */
    inspections: readonly Inspection[];
    sets: readonly ModelSet[];
    evidence: Evidence;
    files: readonly {
        path: string;
        role: Role;
        size: number;
    }[];
    refused: readonly Refusal[];
    config: Config;
    /** What became of the exceptions under `allow`; empty until the other rules have spoken. */
    exceptions: readonly JudgedException[];
}
/** One rule: one file `rules/<id>.ts`, one line in `rules/registry.ts`, one page `docs/rules/<id>.md`. */
export interface Rule {
    id: string;
    /** A statement, shown in tables. */
    title: string;
    severity: Severity;
    /** Demand of the research-data guideline it serves, S1–S9, where there is one. */
    guideline?: string;
    check(facts: Facts): Iterable<Report>;
}
