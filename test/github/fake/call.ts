import type { Issue, Permission, Permissions, Release, Repository, Store, Viewer } from './store.js';

/** Where the four hosts of the fake listen, without a slash at the end. */
export interface Hosts {
  api: string;
  uploads: string;
  web: string;
  storage: string;
}

/** What a route answers. `text` is sent as it is, `body` as JSON, `file` streamed. */
export interface Answer {
  status: number;
  body?: unknown;
  text?: string | Uint8Array;
  /** `start`: where in it; `size`: how much of it. */
  file?: { path: string; size: number; start?: number };
  headers?: Record<string, string>;
}

/** The body of an upload, already laid down in storage and digested. */
export interface Upload {
  path: string;
  size: number;
  sha256: string;
  contentType: string;
}

/** One request on its way to a route. */
export interface Call {
  store: Store;
  hosts: Hosts;
  /** Variables of the path, decoded. */
  path: Record<string, string>;
  query: URLSearchParams;
  accept: string;
  /** Parsed JSON body; an empty object where there is none. */
  input: Record<string, unknown>;
  upload: Upload | null;
  viewer: Viewer | null;
  repository: Repository;
  /** URL of this request without its query, for links to other pages. */
  url: string;
  /** Where storage keeps the content of an asset or artifact. */
  storagePath(id: number): string;
}

export interface Route {
  /** Method and path template as GitHub's OpenAPI description has them. */
  on: string;
  host?: 'uploads';
  /** Permissions of which one suffices. Reading public repositories needs none. */
  needs: Permissions[];
  answer(call: Call): Answer;
}

/** Thrown by routes; the server sends it. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`status ${answer.status}`);
  }
}

const DOCUMENTATION = 'https://docs.github.com/rest';

export const problem = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { message, documentation_url: DOCUMENTATION, status: String(status), ...more },
});

export const notFound = (): Refusal => new Refusal(problem(404, 'Not Found'));

/** `422 Validation Failed` with one entry, as GitHub words it. */
export const invalid = (resource: string, code: string, field: string, message?: string): Refusal =>
  new Refusal(
    problem(422, 'Validation Failed', {
      errors: [{ resource, code, field, ...(message !== undefined && { message }) }],
    }),
  );

/** `403 Resource not accessible by integration`, with the header that says what would suffice. */
export const notAccessible = (viewer: Viewer, needs: readonly Permissions[]): Refusal =>
  new Refusal({
    ...problem(
      403,
      viewer.kind === 'app'
        ? 'Resource not accessible by integration'
        : 'Resource not accessible by personal access token',
    ),
    headers: {
      'x-accepted-github-permissions': needs
        .map((group) => Object.entries(group).map(([name, level]) => `${name.replaceAll('-', '_')}=${level}`))
        .map((group) => group.join(','))
        .join('; '),
    },
  });

export const may = (viewer: Viewer | null, permission: Permission, level: 'read' | 'write'): boolean => {
  const has = viewer?.permissions[permission] ?? 'none';
  return has === 'write' || has === level;
};

export const releaseOf = ({ repository, path, viewer }: Call): Release => {
  const release = repository.releases.find(({ id }) => id === Number(path['release_id']));
  if (!release || (release.draft && !may(viewer, 'contents', 'write'))) throw notFound();
  return release;
};

export const issueOf = ({ repository }: Call, number: string | undefined): Issue => {
  const issue = repository.issues.get(Number(number));
  if (!issue) throw notFound();
  return issue;
};

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** One page of a list, with the links to the others as GitHub sends them. */
export function pageOf<T>({ query, url }: Call, all: readonly T[], present: (item: T) => unknown): Answer {
  const { items, headers } = cut(query, url, all);
  return { status: 200, body: items.map(present), headers };
}

/** One page of a list that lies in an object beside `total_count`. */
export function countedPageOf<T>(call: Call, key: string, all: readonly T[], present: (item: T) => unknown): Answer {
  const { items, headers } = cut(call.query, call.url, all);
  return { status: 200, body: { total_count: all.length, [key]: items.map(present) }, headers };
}

function cut<T>(
  query: URLSearchParams,
  url: string,
  all: readonly T[],
): { items: T[]; headers: Record<string, string> } {
  const size = Math.min(100, Math.max(1, Number(query.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (number: number, rel: string): string => {
    const target = new URLSearchParams(query);
    target.set('page', String(number));
    return `<${url}?${target}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ];
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}
