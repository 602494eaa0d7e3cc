import { createHash } from 'node:crypto';
import { gitText } from './git.js';
import {
  type Artifact,
  type Asset,
  type Comment,
  emptyStore,
  type Issue,
  type Permissions,
  type Pull,
  type Release,
  type Repository,
  type Store,
  type Viewer,
  type WorkflowRun,
} from './store.js';

export interface SeedPull {
  title?: string;
  body?: string | null;
  author?: string;
  base?: string;
  /** Branch of the head. */
  head: string;
  /** Commit of the head; read from the branch where it is left out. */
  headSha?: string;
  /** Full name of the fork that the head lies in. */
  fork?: string;
  draft?: boolean;
  locked?: boolean;
  /** Commit that merged it. */
  merged?: string;
}

export interface SeedRelease extends Partial<Omit<Release, 'assets' | 'tag'>> {
  tag: string;
  assets?: { name: string; content: string | Uint8Array; state?: Asset['state']; label?: string }[];
}

export interface SeedRepository {
  /** `owner/name`. */
  fullName?: string;
  private?: boolean;
  defaultBranch?: string;
  folder?: string;
  immutableReleases?: boolean;
  codeScanning?: boolean;
  collaborators?: Repository['collaborators'];
  releases?: SeedRelease[];
  /** By number. */
  pulls?: Record<number, SeedPull>;
  issues?: Record<number, Partial<Omit<Issue, 'number' | 'pull'>>>;
  comments?: (Partial<Omit<Comment, 'reactions'>> & { issue: number; body: string })[];
  artifacts?: { name: string; runId: number; zip: Uint8Array }[];
  /** Earlier runs, of the default branch. */
  runs?: Pick<WorkflowRun, 'id' | 'event' | 'conclusion' | 'createdAt'>[];
  digests?: boolean;
}

export interface Initial extends SeedRepository {
  /** What GITHUB_TOKEN may do; everything by default. */
  permissions?: Permissions;
  /** Further tokens. */
  tokens?: Record<string, Viewer>;
  /** Further repositories, such as forks. */
  others?: SeedRepository[];
  /** Calls that all tokens together may make. */
  rateLimit?: number;
}

/** The GITHUB_TOKEN of the fake. */
export const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
export const BOT = 'github-actions[bot]';

const EVERYTHING: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  'security-events': 'write',
};

/** Files of assets that a seed brings, to be laid into the fake's storage. */
export type Deposit = (asset: Asset, content: Uint8Array) => void;

export function seedStore(initial: Initial, deposit: Deposit): Store {
  const store = emptyStore();
  store.rate.limit = initial.rateLimit ?? store.rate.limit;
  store.viewers.set(TOKEN, { login: BOT, kind: 'app', permissions: initial.permissions ?? EVERYTHING });
  for (const [token, viewer] of Object.entries(initial.tokens ?? {})) store.viewers.set(token, viewer);
  for (const seed of [initial, ...(initial.others ?? [])]) addRepository(store, seed, deposit);
  return store;
}

function addRepository(store: Store, seed: SeedRepository, deposit: Deposit): void {
  const [owner = '', name = ''] = (seed.fullName ?? 'octo/model').split('/');
  const repository: Repository = {
    id: store.nextId(),
    owner,
    name,
    private: seed.private ?? false,
    defaultBranch: seed.defaultBranch ?? 'main',
    folder: seed.folder ?? '',
    immutableReleases: seed.immutableReleases ?? false,
    codeScanning: seed.codeScanning ?? true,
    collaborators: { [owner]: 'admin', ...seed.collaborators },
    releases: [],
    latest: null,
    burnedTags: new Set(),
    issues: new Map(),
    comments: [],
    checkRuns: [],
    sarifs: [],
    digests: seed.digests ?? true,
    runs: (seed.runs ?? []).map((run) => ({
      actor: owner,
      title: 'modelbag',
      pulls: [],
      head: {
        branch: seed.defaultBranch ?? 'main',
        sha: gitText(seed.folder ?? '', 'rev-parse', seed.defaultBranch ?? 'main'),
        fork: null,
      },
      ...run,
    })),
    artifacts: (seed.artifacts ?? []).map(
      (artifact): Artifact => ({ id: store.nextId(), createdAt: store.now(), ...artifact }),
    ),
  };
  for (const release of seed.releases ?? []) addRelease(store, repository, release, deposit);
  for (const [number, issue] of Object.entries(seed.issues ?? {})) addIssue(store, repository, Number(number), issue);
  for (const [number, pull] of Object.entries(seed.pulls ?? {})) addPull(store, repository, Number(number), pull);
  for (const comment of seed.comments ?? []) addComment(store, repository, comment);
  store.repositories.set(`${owner}/${name}`.toLowerCase(), repository);
}

function addRelease(store: Store, repository: Repository, seed: SeedRelease, deposit: Deposit): void {
  const { assets = [], ...given } = seed;
  const draft = given.draft ?? false;
  const createdAt = given.createdAt ?? store.now();
  const release: Release = {
    id: store.nextId(),
    target: repository.defaultBranch,
    name: seed.tag,
    body: '',
    prerelease: false,
    immutable: repository.immutableReleases && !draft,
    placeholder: placeholderOf(seed.tag, repository.releases.length),
    publishedAt: draft ? null : createdAt,
    author: repository.owner,
    ...given,
    draft,
    createdAt,
    assets: [],
  };
  for (const { content, ...asset } of assets) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const added: Asset = {
      id: store.nextId(),
      label: null,
      contentType: 'application/octet-stream',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      state: 'uploaded',
      createdAt,
      uploader: repository.owner,
      ...asset,
    };
    release.assets.push(added);
    deposit(added, bytes);
  }
  if (release.immutable) repository.burnedTags.add(release.tag);
  repository.releases.push(release);
}

export const placeholderOf = (tag: string, count: number): string =>
  `untagged-${createHash('sha256').update(`${tag}/${count}`).digest('hex').slice(0, 20)}`;

function addIssue(store: Store, repository: Repository, number: number, seed: Partial<Issue>): Issue {
  const createdAt = store.now();
  const issue: Issue = {
    title: `Number ${number}`,
    body: null,
    state: 'open',
    locked: false,
    author: repository.owner,
    labels: [],
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    pull: null,
    ...seed,
    number,
  };
  repository.issues.set(number, issue);
  return issue;
}

function addPull(store: Store, repository: Repository, number: number, seed: SeedPull): void {
  const base = seed.base ?? repository.defaultBranch;
  const mergedAt = seed.merged === undefined ? null : store.now();
  const pull: Pull = {
    base,
    baseSha: gitText(repository.folder, 'rev-parse', base),
    head: seed.head,
    headSha: seed.headSha ?? gitText(repository.folder, 'rev-parse', seed.head),
    fork: seed.fork ?? null,
    draft: seed.draft ?? false,
    mergedAt,
    mergeCommit: seed.merged ?? null,
  };
  const author = seed.author ?? seed.fork?.split('/')[0] ?? repository.owner;
  addIssue(store, repository, number, {
    title: seed.title ?? `Change ${seed.head}`,
    body: seed.body ?? null,
    author,
    state: mergedAt ? 'closed' : 'open',
    closedAt: mergedAt,
    locked: seed.locked ?? false,
    pull,
  });
}

function addComment(
  store: Store,
  repository: Repository,
  seed: Partial<Comment> & { issue: number; body: string },
): void {
  const createdAt = store.now();
  const author = seed.author ?? repository.owner;
  repository.comments.push({
    id: store.nextId(),
    author,
    app: author === BOT ? 'github-actions' : null,
    createdAt,
    updatedAt: createdAt,
    ...seed,
    reactions: [],
  });
}
