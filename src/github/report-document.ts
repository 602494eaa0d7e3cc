import check from '../../schemas/check.schema.json' with { type: 'json' };
import evidence from '../../schemas/evidence.schema.json' with { type: 'json' };
import inspect from '../../schemas/inspect.schema.json' with { type: 'json' };
import type { Assessment } from '../assess/assessment.js';
import { verdictOf } from '../assess/policy.js';
import { summarize } from '../assess/summary.js';
import { WorkflowError } from './errors.js';

/** No report is longer. */
export const REPORT_BYTES = 32 * 1024 * 1024;

/**
 * The report of another run, which may have been written by anybody: bounded, checked against the schema, and what can be
 * derived from it derived again. Throws WorkflowError.
 */
export async function parseReport(text: string): Promise<Assessment> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid((cause as Error).message, cause);
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false });
  for (const schema of [inspect, evidence]) ajv.addSchema(schema);
  const validate = ajv.compile(check);
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    throw invalid(`${error?.instancePath ?? ''} ${error?.message ?? ''}`.trim());
  }
  const report = value as unknown as Assessment;
  const verdict = verdictOf(report.findings);
  return { ...report, verdict, summary: summarize({ ...report, verdict }) };
}

const invalid = (why: string, cause?: unknown): WorkflowError =>
  new WorkflowError(
    `the report of the other run is not one of this version of modelbag: ${why.slice(0, 200)}`,
    'Use the same version of the Action in both workflows.',
    '',
    { cause },
  );
