import { ruleIds } from '../assess/rules/registry.js';
import { audit } from '../audit.js';
import { writeMarker } from '../report/comment-marker.js';
import { markdownCode, markdownMessage } from '../report/escape.js';
import { renderHtml } from '../report/html.js';
import { table } from '../report/markdown.js';
import { readRulePage } from '../report/rule-page.js';
import { renderSummary } from '../report/summary.js';
import { UsageError } from '../usage-error.js';
import { openApiTree } from './api-tree.js';
import { COMMANDS, type Command } from './command.js';
import { configAt } from './commit-config.js';
import { explained, firstLine, isApiError, isMissing, WorkflowError } from './errors.js';
import { type Api, type PullPayload, repositoryOf } from './host.js';
import { apiWithToken, type Run, report } from './project.js';
import { proposeCopies } from './propose-copies.js';
import { comment, compared } from './pull-request.js';
import { markerFor } from './run-marker.js';
import { writeComment } from './sticky-comment.js';

/** A command, and the comment that it stands in. */
export interface Order {
  command: Command;
  commentId: number;
  author: string;
  /** Number of the issue or pull request. */
  number: number;
  isPull: boolean;
}

type Reaction = 'eyes' | '+1' | 'confused';

/** Does what a comment asks for, if whoever wrote it may write here; reactions show how far it is. */
export async function runCommand(run: Run, order: Order): Promise<void> {
  const { host } = run;
  const api = await apiWithToken(run, 'answering a comment');
  if (!(await mayWrite(run, api, order.author)))
    return host.log(`@${order.author} may not write here, so that nothing is done`);
  const seen = await react(run, api, order, 'eyes');
  try {
    const isDone = await obey(run, api, order);
    await react(run, api, order, isDone ? '+1' : 'confused');
  } catch (error) {
    await react(run, api, order, 'confused');
    if (error instanceof UsageError) await excuse(run, api, order, error);
    throw error;
  } finally {
    await unreact(run, api, order, seen);
  }
}

/** The association that a comment names says too little: members of an organization may have no access at all. */
async function mayWrite({ host }: Run, api: Api, username: string): Promise<boolean> {
  try {
    const { data } = await api.rest.repos.getCollaboratorPermissionLevel({ ...repositoryOf(host), username });
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    if (isMissing(error)) return false;
    throw explained(error, `asking what @${username} may do`, { contents: 'read' });
  }
}

async function react({ host }: Run, api: Api, { commentId }: Order, content: Reaction): Promise<number> {
  try {
    const place = { ...repositoryOf(host), comment_id: commentId };
    return (await api.rest.reactions.createForIssueComment({ ...place, content })).data.id;
  } catch (error) {
    throw explained(error, 'reacting to the comment', { 'pull-requests': 'write' });
  }
}

async function unreact({ host }: Run, api: Api, { commentId }: Order, id: number): Promise<void> {
  try {
    await api.rest.reactions.deleteForIssueComment({ ...repositoryOf(host), comment_id: commentId, reaction_id: id });
  } catch (error) {
    // What is done is done; a sign that stays changes nothing.
    if (!isApiError(error)) throw error;
    host.log(`the reaction stays: ${firstLine(error.message)}`);
  }
}

/** Resolves to false where it was refused. */
async function obey(run: Run, api: Api, order: Order): Promise<boolean> {
  switch (order.command.verb) {
    case 'check':
      await (order.isPull ? check(run, api, order) : answer(run, api, order, 'check', NO_PULL));
      return true;
    case 'export': {
      const pull = order.isPull ? await pullOf(run, api, order.number) : null;
      const proposed = await proposeCopies(run, api, pull, `#${order.number}`);
      await answer(run, api, order, 'export', proposed.answer);
      return proposed.isDone;
    }
    case 'explain':
      await explain(run, api, order, order.command.rule);
      return true;
    case 'help':
      await answer(run, api, order, 'help', HELP);
      return true;
  }
}

/** Whoever asked does not read the log of the run. */
async function excuse(run: Run, api: Api, order: Order, error: UsageError): Promise<void> {
  const yaml = error instanceof WorkflowError && error.yaml !== '' ? `\n\`\`\`yaml\n${error.yaml}\n\`\`\`\n` : '';
  const text = `❌ ${markdownMessage(error.message)}  \n${markdownMessage(error.advice)}\n${yaml}`;
  try {
    await answer(run, api, order, order.command.verb, text);
  } catch (problem) {
    if (!(problem instanceof UsageError)) throw problem;
    run.host.log(`the answer could not be written: ${problem.message}`);
  }
}

const NO_PULL = 'This is no pull request, so that there is nothing to check here.\n';
const HELP = `### modelbag answers to

${table(
  ['Comment', 'Does'],
  COMMANDS.map(({ usage, does }) => [`\`${usage}\``, does]),
)}
Commands stand on the first line, and only people with write access are heard.
`;

async function explain(run: Run, api: Api, order: Order, rule: string): Promise<void> {
  if (ruleIds.includes(rule))
    return answer(run, api, order, `explain.${rule}`, (await readRulePage(rule)).replace(/^# /, '### '));
  const rules = ruleIds.map((id) => `\`${id}\``).join(', ');
  return answer(run, api, order, 'explain', `There is no rule ${markdownCode(rule)}. The rules are: ${rules}.\n`);
}

/** The same question gets the same comment, edited in place. */
async function answer({ host, inputs }: Run, api: Api, { number }: Order, topic: string, text: string): Promise<void> {
  const marker = markerFor(host, `${inputs.commentKey}.${topic}`.slice(0, 64), '');
  const body = `${writeMarker(marker)}\n${text}`;
  const place = { host, api, token: inputs.token as string, number };
  const url = await writeComment(place, { marker, body, create: true });
  if (url !== null) host.output('comment-url', url);
}

/** The head as it is now is read through the API: nothing of it is checked out, and nothing of it runs. */
async function check(run: Run, api: Api, { number }: Order): Promise<void> {
  const { host, inputs } = run;
  const pull = await pullOf(run, api, number);
  const tree = await openApiTree({ host, api }, pull.head.sha, run.prefix, null);
  try {
    const config = await configAt(run, api, pull.head.sha, tree);
    const head = await audit(tree, { config, digests: true, progress: host.progress, day: host.now });
    const assessment = await compared(run, pull, config, head);
    const page = renderHtml(assessment, head.inspections);
    const scanned = { sha: pull.head.sha, ref: `refs/pull/${number}/head` };
    await report(run, assessment, config, { scanned, isAnnotated: false, page });
    const marker = markerFor(host, inputs.commentKey, pull.head.sha);
    await comment(run, { pull: { ...pull, user: null }, assessment, mode: 'always', isReadOnly: false, marker });
    await host.summary(renderSummary(assessment, { remarks: run.remarks }));
  } finally {
    await tree.close();
  }
}

async function pullOf({ host }: Run, api: Api, number: number): Promise<PullPayload> {
  try {
    return (await api.rest.pulls.get({ ...repositoryOf(host), pull_number: number })).data as PullPayload;
  } catch (error) {
    throw explained(error, `reading pull request #${number}`, { 'pull-requests': 'write' });
  }
}
