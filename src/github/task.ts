import { parseCommand } from './command.js';
import type { Host, Payload, PullPayload } from './host.js';
import { type Inputs, plainTag } from './inputs.js';
import type { Order } from './run-command.js';

/** What a run is for; decided once, from the event and the inputs, before anything is read. */
export type Task =
  | { kind: 'archive'; tag: string; attach: boolean }
  | { kind: 'publish'; tag: string }
  | { kind: 'pull-request'; pull: PullPayload; isReadOnly: boolean }
  | { kind: 'check' }
  /** Posts the report of another run, or of another job of this one; never reads the pull request's files. */
  | { kind: 'post-report'; pull: PullPayload | null }
  | { kind: 'verify-releases' }
  | { kind: 'replay' }
  | { kind: 'command'; order: Order }
  /** `isMistake`: the workflow asks for something that this event can never give. */
  | { kind: 'nothing'; why: string; isMistake?: true };

/** The table of docs/github.md. */
export function taskOf({ event, env }: Pick<Host, 'event' | 'env'>, inputs: Inputs): Task {
  const { command } = inputs;
  const tag = tagOf(event, env, inputs);
  if (command === 'check')
    return event.payload.pull_request && event.name === 'pull_request' ? onPull(event, env) : { kind: 'check' };
  if (command === 'verify') return { kind: 'verify-releases' };
  if (command === 'replay') return { kind: 'replay' };
  if (command === 'pack' || command === 'publish') {
    if (tag === undefined)
      return {
        kind: 'nothing',
        why: `\`command: ${command}\` needs a tag: push one, or give the input \`tag\``,
        isMistake: true,
      };
    return command === 'pack' ? { kind: 'archive', tag, attach: false } : { kind: 'publish', tag };
  }
  switch (event.name) {
    case 'push':
      if (event.payload.deleted) return { kind: 'nothing', why: 'a tag or branch was deleted' };
      return tag === undefined ? { kind: 'check' } : { kind: 'archive', tag, attach: inputs.release !== 'none' };
    case 'release':
      return onRelease(event.payload.action, tag, inputs);
    case 'workflow_dispatch':
    case 'repository_dispatch':
      return tag === undefined ? { kind: 'check' } : { kind: 'archive', tag, attach: inputs.release !== 'none' };
    case 'pull_request':
      return event.payload.action === 'closed'
        ? { kind: 'nothing', why: 'the pull request is closed' }
        : onPull(event, env);
    case 'pull_request_target':
      return { kind: 'post-report', pull: event.payload.pull_request ?? null };
    case 'workflow_run':
      return event.payload.workflow_run?.event === 'pull_request'
        ? { kind: 'post-report', pull: null }
        : { kind: 'nothing', why: 'the workflow that ended was not about a pull request' };
    case 'issue_comment':
      return onComment(event.payload);
    case 'schedule':
      return { kind: 'verify-releases' };
    default:
      return { kind: 'check' };
  }
}

function onPull({ payload }: Host['event'], env: Host['env']): Task {
  const pull = payload.pull_request;
  if (!pull) return { kind: 'check' };
  return { kind: 'pull-request', pull, isReadOnly: isReadOnly(pull, env['GITHUB_REPOSITORY']) };
}

/** GitHub gives such runs a token that can only read, whatever the workflow says. */
const isReadOnly = ({ head, user }: PullPayload, repository: string | undefined): boolean =>
  head.repo?.full_name !== repository || user?.login === 'dependabot[bot]';

/** Edited comments are old words under today's permissions; bots command nothing. */
function onComment({ action, comment, issue }: Payload): Task {
  const author = comment?.user;
  const command = action === 'created' && author?.type !== 'Bot' ? parseCommand(comment?.body ?? '') : null;
  if (!command || !comment || !issue || !author) return { kind: 'nothing', why: 'the comment commands nothing' };
  const { number, pull_request } = issue;
  const order = { command, commentId: comment.id, author: author.login, number, isPull: pull_request !== undefined };
  return { kind: 'command', order };
}

function onRelease(action: string | undefined, tag: string | undefined, inputs: Inputs): Task {
  if (tag === undefined) return { kind: 'nothing', why: 'the release has no tag' };
  if (action === 'published' || action === 'released' || action === 'prereleased')
    return { kind: 'archive', tag, attach: inputs.release !== 'none' };
  return {
    kind: 'nothing',
    why: `\`release: ${action}\` is not a publication, and GitHub never reports drafts; use \`types: [published]\`, or better the push of a tag`,
    isMistake: true,
  };
}

/** The tag that the step, or whoever starts the workflow, asks for, else the event's own. */
function tagOf(event: Host['event'], env: Host['env'], inputs: Inputs): string | undefined {
  if (inputs.tag !== undefined) return inputs.tag;
  const { tag: asked } = event.payload.inputs ?? {};
  if (event.name === 'workflow_dispatch' && typeof asked === 'string' && asked.trim() !== '') return plainTag(asked);
  const ref = env['GITHUB_REF'] ?? event.payload.ref ?? '';
  if (event.name === 'release') return event.payload.release?.tag_name;
  return ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
}
