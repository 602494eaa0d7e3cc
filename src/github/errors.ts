import { UsageError } from '../usage-error.js';

/** Something that a person can set right in the workflow: one message, what to do, and the YAML to add. */
export class WorkflowError extends UsageError {
  constructor(
    message: string,
    advice: string,
    readonly yaml: string = '',
    options?: ErrorOptions,
  ) {
    super(message, advice, options);
  }
}

/** The part of octokit's errors that is read; they are told by shape, since each plugin brings a class of its own. */
export interface ApiError {
  status: number;
  message: string;
  response?: { headers: Record<string, string | number | undefined>; data?: unknown };
}

export const isApiError = (error: unknown): error is ApiError =>
  error instanceof Error && typeof (error as Partial<ApiError>).status === 'number';

/** True where the API has nothing at that place, or nothing that the token may see. */
export const isMissing = (error: unknown): boolean => isApiError(error) && error.status === 404;

/** True where the token may not do it; waiting or trying again will not help. */
export const isForbidden = (error: unknown): boolean =>
  isApiError(error) && (error.status === 403 || error.status === 401) && !isLimited(error);

const isLimited = ({ status, message, response }: ApiError): boolean =>
  status === 429 || /rate limit/i.test(message) || String(response?.headers['x-ratelimit-remaining'] ?? '') === '0';

const CHECKOUT = 'uses: actions/checkout@v6';

export const absentToken = (doing: string): WorkflowError =>
  new WorkflowError(
    `${doing} needs a token, and the input \`token\` is empty`,
    'Leave the input out, so that it is the token of the job, or name a secret that exists.',
    `with:\n  token: \${{ github.token }}`,
  );

export const noFiles = (directory: string): WorkflowError =>
  new WorkflowError(
    `there is nothing to read in ${directory}`,
    'Check the repository out before this step, or correct the input `directory`.',
    `steps:\n  - ${CHECKOUT}\n    with:\n      persist-credentials: false`,
  );

export const wrongTag = (tag: string): WorkflowError =>
  new WorkflowError(
    `the tag ${tag} names no commit of the repository that was checked out`,
    'Check its spelling, and check that tag out before this step.',
    `steps:\n  - ${CHECKOUT}\n    with:\n      ref: refs/tags/${tag}\n      persist-credentials: false`,
  );

export const manyFiles = (): WorkflowError =>
  new WorkflowError(
    '`bag.layout: directory` of the configuration is a bag of many files, and a release takes it as one',
    'Choose another layout; on your own machine `modelbag repack` makes a folder of any bag.',
    'bag:\n  layout: root # or folder, tar',
  );

export const tagNotOnGitHub = (tag: string): WorkflowError =>
  new WorkflowError(
    `the repository on GitHub has no tag ${tag}`,
    'Push the tag first: a release without one would make GitHub create it at the wrong commit.',
  );

export const lfsNotFetched = (paths: readonly string[]): WorkflowError =>
  new WorkflowError(
    `Git LFS keeps ${paths.length === 1 ? `the model ${paths[0]}` : `${paths.length} models, ${paths[0]} first`} elsewhere, and only the pointer was checked out`,
    'Let the checkout fetch what Git LFS keeps.',
    `steps:\n  - ${CHECKOUT}\n    with:\n      lfs: true\n      persist-credentials: false`,
  );

export const immutableRelease = (tag: string): WorkflowError =>
  new WorkflowError(
    `the release of ${tag} is immutable and published, so that nothing can be attached any more`,
    'Let this Action run when the tag is pushed: it makes a draft, attaches the bag, and publishes it afterwards. This release needs a new tag.',
    'on:\n  push:\n    tags: ["v*"]\n\n# and of the step\nwith:\n  release: publish',
  );

/** What an answer of the API means for whoever wrote the workflow. Errors of another kind come back as they are. */
export function explained(error: unknown, doing: string, permission: Readonly<Record<string, string>>): unknown {
  if (!isApiError(error)) return error;
  const { status, message } = error;
  const told = firstLine(message);
  if (/immutable release/i.test(message)) {
    const tag = /tag_name was used/i.test(message);
    return new WorkflowError(
      tag ? 'the tag once belonged to an immutable release, and GitHub never gives it out again' : told,
      'Cut a new tag and let this Action run when it is pushed.',
      '',
      { cause: error },
    );
  }
  if (isLimited(error))
    return new WorkflowError(`${doing}: GitHub limits the rate of calls (${told})`, 'Run the job again later.', '', {
      cause: error,
    });
  if (status === 401)
    return new WorkflowError(
      `${doing}: GitHub refuses the token`,
      'Check the secret that the input `token` names.',
      '',
      {
        cause: error,
      },
    );
  if (status === 403 || status === 404)
    return new WorkflowError(
      `${doing}: the token of this job may not do that (${told})`,
      'Give the job the permission. Runs of forks and of Dependabot cannot have it.',
      permissionsYaml(acceptedBy(error) ?? permission),
      { cause: error },
    );
  return new WorkflowError(
    `${doing}: GitHub answers ${status}, ${told}`,
    'Run the job again; it repairs what is half done.',
    '',
    {
      cause: error,
    },
  );
}

/** GitHub says in a header which permissions it would have taken: `contents=write; pull_requests=write`. */
function acceptedBy({ response }: ApiError): Record<string, string> | null {
  const header = String(response?.headers['x-accepted-github-permissions'] ?? '');
  const first = header.split(';')[0]?.trim() ?? '';
  const pairs = first.split(',').flatMap((pair) => {
    const found = /^\s*([a-z_]+)=(read|write)\s*$/.exec(pair);
    return found ? [[(found[1] as string).replaceAll('_', '-'), found[2] as string] as const] : [];
  });
  const known = pairs.filter(([name]) => name !== 'metadata');
  return known.length > 0 ? Object.fromEntries(known) : null;
}

/** `contents: read` is said too, since naming any permission takes away all others. */
const permissionsYaml = (permissions: Readonly<Record<string, string>>): string =>
  [
    'permissions:',
    ...Object.entries({ contents: 'read', ...permissions }).map(([name, level]) => `  ${name}: ${level}`),
  ].join('\n');

/** What a message says at once: answers may be whole web pages. */
export const firstLine = (message: string): string => {
  const page = /<title>([^<]{0,200})/i.exec(message)?.[1];
  return (page ?? message.split('\n', 1)[0] ?? '').slice(0, 300).trim();
};
