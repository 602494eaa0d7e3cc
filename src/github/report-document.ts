import check from '../../schemas/check.schema.json' with { type: 'json' };
import diff from '../../schemas/diff.schema.json' with { type: 'json' };
import evidence from '../../schemas/evidence.schema.json' with { type: 'json' };
import inspect from '../../schemas/inspect.schema.json' with { type: 'json' };
import replay from '../../schemas/replay.schema.json' with { type: 'json' };
import type { Assessment } from '../assess/assessment.js';
import { verdictOf } from '../assess/policy.js';
import type { ArchivedEvidence } from '../assess/since-release.js';
import { summarize } from '../assess/summary.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { WorkflowError } from './errors.js';

/** No report is longer. */
export const REPORT_BYTES = 32 * 1024 * 1024;

/**
 * The report of another run, which may have been written by anybody: bounded, checked against the schema, and what can be
 * derived from it derived again. Throws WorkflowError.
 */
export async function parseReport(text: string): Promise<Assessment> {
  const report = (await parsed(text, check.$id, 'the report of the other run')) as Assessment;
  const verdict = verdictOf(report.findings);
  return { ...report, verdict, summary: summarize({ ...report, verdict }) };
}

/** `evidence.json` of a bag, which anybody may have attached; null where it describes no models. Throws WorkflowError. */
export async function parseEvidence(text: string): Promise<ArchivedEvidence | null> {
  const value = (await parsed(text, evidence.$id, 'evidence.json of the bag')) as Partial<ArchivedEvidence>;
  return value.models === undefined || value.tag === undefined ? null : (value as ArchivedEvidence);
}

/** What another job found as it trained again. Throws WorkflowError. */
export const parseReplay = async (text: string): Promise<ReplayDocument> =>
  (await parsed(text, replay.$id, 'the record of the training')) as ReplayDocument;

/** A document held to the schema of that id; `what` it is, for people. Throws WorkflowError. */
async function parsed(text: string, schema: string, what: string): Promise<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(what, (cause as Error).message, cause);
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, schemas: [inspect, evidence, check, diff, replay] });
  if (!ajv.validate(schema, value)) {
    const [error] = ajv.errors ?? [];
    throw invalid(what, `${error?.instancePath ?? ''} ${error?.message ?? ''}`.trim());
  }
  return value;
}

const invalid = (what: string, why: string, cause?: unknown): WorkflowError =>
  new WorkflowError(
    `${what} is not one of this version of modelbag: ${why.slice(0, 200)}`,
    'Use the same version of the Action in both workflows.',
    '',
    { cause },
  );
