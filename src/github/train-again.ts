import { basename, join } from 'node:path';
import { fileDigest } from '../bag/final-place.js';
import { replay } from '../replay.js';
import { canonicalJson } from '../report/json.js';
import { renderReplayMarkdown } from '../report/replay.js';
import { commandWords } from '../reproduce/command-words.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { withoutSecrets } from '../reproduce/without-secrets.js';
import { WorkflowError } from './errors.js';
import { linesTo } from './log-lines.js';
import { packedBag, REPLAY_NAME } from './packed-bag.js';
import type { Run } from './project.js';
import { faultOfBag } from './published-parts.js';
import { writeOutput } from './report-files.js';

/** GitHub ends jobs after six hours; what takes longer, the environment included, is ended before, so that this can be told. */
const LONGEST = 5 * 3_600_000;
/** Events of strangers that run with the rights of the repository. */
const PRIVILEGED = ['pull_request_target', 'workflow_run', 'issue_comment'];
/**
 * What steps tell the runner and each other by. A training is not handed it; it runs as the same user all the same, and could
 * find it, which is why it belongs into a job of its own that may do nothing.
 */
const OF_RUNNER = /^(?:GITHUB|RUNNER|ACTIONS|INPUT)_/;

/**
 * Trains the models of the bag in the directory again and compares. The only task that runs anything of a repository, and only
 * because the workflow says `command: replay`. Throws WorkflowError where they do not come out again.
 */
export async function trainAgain(run: Run): Promise<void> {
  const { host, inputs, directory, folder } = run;
  if (PRIVILEGED.includes(host.event.name))
    throw new WorkflowError(
      `\`command: replay\` runs the program of the repository, and \`${host.event.name}\` gives its rights to strangers`,
      'Train again on the push of a tag or by hand.',
      'on:\n  workflow_dispatch:',
    );
  const { bag } = await packedBag(run);
  const path = join(directory, bag);
  const fault = await faultOfBag(path, host.progress);
  if (fault !== null)
    throw new WorkflowError(`${bag} is not what was packed: ${fault}`, 'It changed on its way; pack it again.');
  const env = Object.fromEntries(Object.entries(withoutSecrets(host.env)).filter(([name]) => !OF_RUNNER.test(name)));
  // What is recorded is told of these bytes: a bag of the same name may be another one.
  const sha256 = await fileDigest(path);
  const lines = linesTo(host.log);
  const document = await replay(path, {
    command: {
      words: inputs.train === undefined ? [] : commandWords(inputs.train),
      from: 'the input train',
      advice: 'Name the command in the input `train`',
    },
    setup: 'lock',
    env,
    milliseconds: LONGEST,
    offline: false,
    onOutput: lines.take,
  });
  lines.end();
  // The bag is known by its name wherever the record goes.
  const record = { ...document, bag: basename(path), sha256 };
  host.output('replay', record.verdict);
  await writeOutput(host, folder, 'replay-json', REPLAY_NAME, canonicalJson(record));
  await host.summary(renderReplayMarkdown(record));
  conclude(run, record);
}

function conclude({ host, inputs }: Run, { verdict, reason }: ReplayDocument): void {
  host.log(`${verdict}: ${reason}`);
  if (verdict !== 'not-reproduced' && verdict !== 'could-not-run') return;
  const advice =
    verdict === 'could-not-run'
      ? 'Set up in steps before this one what the training needs, such as Python, uv or R.'
      : 'The job summary says which tensors and metrics differ. `train.tolerance` of the configuration allows for small differences.';
  if (inputs.failOn !== 'never') throw new WorkflowError(`${verdict}: ${reason}`, advice);
  host.annotate({ level: 'warning', title: `modelbag: ${verdict}`, message: `${reason} ${advice}` });
}
