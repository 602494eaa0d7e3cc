import { audit } from '../audit.js';
import { lineOf, markdownMessage } from '../report/escape.js';
import { renderHtml } from '../report/html.js';
import { renderSummary } from '../report/summary.js';
import { UsageError } from '../usage-error.js';
import { archive } from './archive.js';
import { WorkflowError } from './errors.js';
import type { Host } from './host.js';
import { type InputName, parseInputs } from './inputs.js';
import { postReport } from './post-report.js';
import { openProject, openRun, type Run, refuse, report } from './project.js';
import { publish } from './publish.js';
import { checkPullRequest } from './pull-request.js';
import { runCommand } from './run-command.js';
import { type Task, taskOf } from './task.js';
import { trainAgain } from './train-again.js';
import { watch } from './watch.js';

/** Runs the Action once, with inputs as they are written. Resolves to the exit code: 1 after a message that says what to do. Our own bugs are thrown. */
export async function run(get: (name: InputName) => string, host: Host): Promise<0 | 1> {
  try {
    const inputs = parseInputs(get);
    const task = taskOf(host, inputs);
    host.log(`${host.event.name}: ${labelOf(task)}`);
    await perform(await openRun(host, inputs), task);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await tell(host, error);
    return 1;
  }
}

async function perform(run: Run, task: Task): Promise<void> {
  switch (task.kind) {
    case 'archive':
      return archive(run, task.tag, task.attach);
    case 'publish':
      return publish(run, task.tag);
    case 'pull-request':
      return checkPullRequest(run, task.pull, task.isReadOnly);
    case 'check':
      return check(run);
    case 'post-report':
      return postReport(run, task.pull);
    case 'verify-releases':
      return watch(run);
    case 'replay':
      return trainAgain(run);
    case 'command':
      return runCommand(run, task.order);
    case 'nothing':
      return nothing(run.host, task);
  }
}

/** What a workflow asked for in vain is worth a word beside the log; comments that are none of ours are not. */
function nothing(host: Host, { why, isMistake }: Extract<Task, { kind: 'nothing' }>): void {
  host.log(`nothing to do: ${why}`);
  if (isMistake) host.annotate({ level: 'warning', title: 'modelbag: nothing to do', message: why });
}

/** A push to a branch, a merge queue, anything else: the state as it is, against nothing. */
async function check(run: Run): Promise<void> {
  const { tree, config } = await openProject(run);
  try {
    const { assessment, inspections } = await audit(tree, {
      config,
      digests: true,
      progress: run.host.progress,
      day: run.host.now,
    });
    await report(run, assessment, config, { page: renderHtml(assessment, inspections) });
    await run.host.summary(renderSummary(assessment, { remarks: run.remarks }));
    refuse(run, assessment, config);
  } finally {
    await tree.close();
  }
}

const LABEL: Readonly<Record<Task['kind'], string>> = {
  archive: 'archiving',
  publish: 'attaching the bag of',
  'pull-request': 'checking the pull request',
  check: 'checking the project as it is',
  'post-report': 'posting the report of another run',
  'verify-releases': 'verifying the bags of the releases',
  replay: 'training the models of a bag again',
  command: 'obeying a comment',
  nothing: 'nothing to do',
};

const labelOf = (task: Task): string => ('tag' in task ? `${LABEL[task.kind]} ${task.tag}` : LABEL[task.kind]);

/** One clear message, what to do, and the YAML to add: as annotation, and readable in the summary. */
async function tell(host: Host, error: UsageError): Promise<void> {
  const yaml = error instanceof WorkflowError ? error.yaml : '';
  const lines = error.message.split('\n').map(lineOf).join('\n');
  const advice = lineOf(error.advice);
  host.annotate({
    level: 'error',
    title: 'modelbag',
    message: [`${lines}\n${advice}`, yaml].filter((part) => part !== '').join('\n\n'),
  });
  const shown = `${error.message}\n${error.advice}`.split('\n').map((line) => `> ${markdownMessage(line)}  `);
  await host.summary(
    `\n### ❌ modelbag stopped\n\n${shown.join('\n')}\n${yaml === '' ? '' : `\n\`\`\`yaml\n${yaml}\n\`\`\`\n`}`,
  );
}
