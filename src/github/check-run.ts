import type { Assessment } from '../assess/assessment.js';
import { exceeds } from '../assess/policy.js';
import type { Config } from '../config.js';
import { renderMarkdown } from '../report/markdown.js';
import { annotationsOf } from './annotations.js';
import { explained } from './errors.js';
import { type Annotation, type Api, type Host, repositoryOf, runUrlOf } from './host.js';
import type { Inputs } from './inputs.js';

/** Annotations that one request may bring. */
const BATCH = 50;
/** Of each level; nobody reads more, and pages of pull requests become slow. */
const MOST_OF_A_LEVEL = 100;
/** Characters of the summary, less than GitHub takes. */
const SUMMARY_LIMIT = 65_000;
const TITLE_LIMIT = 200;

interface Reporter {
  host: Host;
  inputs: Inputs;
  /** Folder of the project in the repository. */
  prefix: string;
}

/** One check run at a commit, with the findings at their lines. Throws WorkflowError where the token may not do it. */
export async function writeCheckRun(
  by: Reporter,
  api: Api,
  assessment: Assessment,
  { sha, failOn }: { sha: string; failOn: Config['failOn'] },
): Promise<void> {
  const { host, inputs, prefix } = by;
  const annotations = annotationsOf(assessment, prefix, MOST_OF_A_LEVEL).flatMap(checkAnnotation);
  const output = {
    title: assessment.summary.slice(0, TITLE_LIMIT),
    summary: renderMarkdown(assessment, { limit: SUMMARY_LIMIT }),
  };
  try {
    const { data } = await api.rest.checks.create({
      ...repositoryOf(host),
      name: inputs.commentKey,
      head_sha: sha,
      status: 'completed',
      conclusion: conclusionOf(failOn, assessment),
      details_url: runUrlOf(host),
      output: { ...output, annotations: annotations.slice(0, BATCH) },
    });
    for (let at = BATCH; at < annotations.length; at += BATCH)
      await api.rest.checks.update({
        ...repositoryOf(host),
        check_run_id: data.id,
        output: { ...output, annotations: annotations.slice(at, at + BATCH) },
      });
  } catch (error) {
    throw explained(error, 'writing a check run', { checks: 'write' });
  }
}

/** On a pull request only what its base does not have counts. */
function conclusionOf(failOn: Config['failOn'], { findings }: Assessment): 'failure' | 'neutral' | 'success' {
  if (exceeds(findings, failOn)) return 'failure';
  const isNew = findings.some(({ severity, newAgainstBase }) => severity === 'warning' && newAgainstBase !== false);
  return isNew ? 'neutral' : 'success';
}

const LEVEL = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

/** Only files have lines to stand at; what has none is in the summary. */
const checkAnnotation = ({ level, title, message, file, line = 1 }: Annotation) =>
  file === undefined
    ? []
    : [{ path: file, start_line: line, end_line: line, annotation_level: LEVEL[level], title, message }];
