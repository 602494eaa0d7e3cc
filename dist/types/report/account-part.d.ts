import type { Assessment } from '../assess/assessment.js';
import type { Environment, Evidence, Training } from '../evidence/evidence.js';
import { type Subject } from './account-subjects.js';
import { type RunLeavings } from './left-by-run.js';
/** One subject with what speaks of it. */
export interface Part {
    subject: Subject;
    assessment: Assessment;
    /** The evidence without what speaks of other programs. */
    evidence: Evidence;
    left: RunLeavings;
}
/** Takes the part of an assessment that is a subject's. */
export declare function parting(assessment: Assessment): (subject: Subject) => Part;
export declare function runsOf({ evidence, subject }: Part): Training[];
export declare function environmentFor({ evidence, subject }: Part): Environment | undefined;
/** What the program itself reads, and what documents cite where it cites nothing; else what the repository names. */
export declare function sourcesOf({ evidence: { dataSources: sources }, subject }: Part): Evidence['dataSources'];
