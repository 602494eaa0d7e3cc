import type { Assessment, ModelReport } from '../assess/assessment.js';
import { type Confidence, type Finding, type Severity } from '../assess/finding.js';
import { type EvidenceRow } from './evidence-rows.js';
import { type Toned } from './words.js';
/** Everything a person should see of an assessment, in order, before any markup: one source for all renderers. */
export interface View {
    /** A message: the commit is quoted. */
    title: string;
    verdict: Toned & {
        mark: string;
    };
    summary: string;
    models: ModelRow[];
    sets: SetRow[];
    /** One paragraph for each model: what is known, what contradicts, what is missing. Messages. */
    accounts: {
        title: string;
        text: string;
    }[];
    evidence: EvidenceRow[];
    counts: string;
    groups: FindingGroup[];
    leftOut: {
        path: string;
        reason: string;
    }[];
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
export declare const statesBeside: ({ states }: SetRow) => string;
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
export declare function viewOf(assessment: Assessment): View;
export declare function modelRow(model: ModelReport): ModelRow;
/** `path:12`, `path, cell 3`, `path at byte 118`; empty for the repository as a whole. */
export declare function placeOf({ path, line, cell, offset }: Finding): string;
/** What a report says about its own limits, everywhere in the same words. */
export declare const DISCLAIMER = "modelbag reads files and never runs them. It does not scan for viruses, judge how good a model is, or prove that a clean report means no risk.";
