import type { Assessment } from '../assess/assessment.js';
import type { Finding } from '../assess/finding.js';
import { lineOf } from '../report/escape.js';
import type { Annotation } from './host.js';

/** GitHub shows so many of each level per step and drops the rest silently. */
const MOST_OF_A_LEVEL = 10;
const LEVEL = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Findings as remarks at their lines, gravest first, at most `most` of each level. On a pull request only what its base does
 * not have; notes only where they have a line, since beside no code they are noise.
 */
export function annotationsOf({ findings }: Assessment, prefix: string, most = MOST_OF_A_LEVEL): Annotation[] {
  const shown = findings.filter(
    ({ newAgainstBase, severity, line }) => newAgainstBase !== false && (severity !== 'note' || line !== undefined),
  );
  return (['error', 'warning', 'note'] as const).flatMap((severity) =>
    shown
      .filter((finding) => finding.severity === severity)
      .slice(0, most)
      .map((finding) => annotationOf(finding, prefix)),
  );
}

function annotationOf({ rule, severity, path, line, message, advice }: Finding, prefix: string): Annotation {
  const isFile = path !== '' && path !== '.';
  return {
    level: LEVEL[severity],
    title: `modelbag: ${rule}`,
    message: lineOf(`${message} ${advice}`.trim()),
    ...(isFile && { file: prefix === '' ? path : `${prefix}/${path}`, line: Math.max(1, line ?? 1) }),
  };
}
