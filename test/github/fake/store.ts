import { createHash } from 'node:crypto';

/** Permissions of a token as workflows name them, `contents: write` and the like; a missing key is `none`. */
export type Permission =
  | 'actions'
  | 'checks'
  | 'contents'
  | 'issues'
  | 'pull-requests'
  | 'security-events'
  | 'administration';
export type Permissions = Partial<Record<Permission, 'read' | 'write' | 'none'>>;

/** Who a token stands for: the App behind GITHUB_TOKEN, or a person. */
export interface Viewer {
  login: string;
  kind: 'app' | 'person';
  permissions: Permissions;
}

export interface Asset {
  id: number;
  name: string;
  label: string | null;
  contentType: string;
  size: number;
  sha256: string;
  /** `starter`: the upload broke off; the name is taken and nothing can be downloaded. */
  state: 'uploaded' | 'starter';
  createdAt: string;
  uploader: string;
}

export interface Release {
  id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  /** What stands for the tag in the URLs of a draft, as `untagged-8a1f…`. */
  placeholder: string;
  createdAt: string;
  publishedAt: string | null;
  author: string;
  assets: Asset[];
}

export interface Comment {
  id: number;
  issue: number;
  author: string;
  /** Slug of the App that wrote it. */
  app: string | null;
  body: string;
  createdAt: string;
  updatedAt: string;
  reactions: { id: number; content: string; author: string; createdAt: string }[];
}

/** An issue; a pull request is one too and has `pull`. */
export interface Issue {
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  locked: boolean;
  author: string;
  labels: string[];
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  pull: Pull | null;
}

export interface Pull {
  base: string;
  baseSha: string;
  /** Branch and commit of the head; `fork` is the full name of the repository it lies in, null for this one. */
  head: string;
  headSha: string;
  fork: string | null;
  draft: boolean;
  mergedAt: string | null;
  mergeCommit: string | null;
}

export interface CheckRun {
  id: number;
  name: string;
  headSha: string;
  status: string;
  conclusion: string | null;
  startedAt: string | null;
  completedAt: string | null;
  detailsUrl: string | null;
  externalId: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Record<string, unknown>[];
}

export interface SarifUpload {
  id: string;
  commit: string;
  ref: string;
  category: string | null;
  /** The document, unpacked and parsed. */
  sarif: unknown;
}

export interface Artifact {
  id: number;
  name: string;
  runId: number;
  zip: Uint8Array;
  createdAt: string;
}

/** A run of the workflow `modelbag.yml` that has ended. */
export interface WorkflowRun {
  id: number;
  event: string;
  conclusion: string;
  createdAt: string;
  actor: string;
  title: string;
  head: { branch: string; sha: string; fork: string | null };
  /** Pull requests of this repository that it was about, as runs show them. */
  pulls: object[];
}

export interface Repository {
  id: number;
  owner: string;
  name: string;
  private: boolean;
  defaultBranch: string;
  /** Folder of the git repository that holds branches, tags and blobs; empty for a repository without content. */
  folder: string;
  immutableReleases: boolean;
  codeScanning: boolean;
  /** What people may do, by login. */
  collaborators: Record<string, 'admin' | 'maintain' | 'write' | 'triage' | 'read'>;
  releases: Release[];
  /** The release that somebody marked as the latest. */
  latest: number | null;
  /** Tags of immutable releases, which can never be used again. */
  burnedTags: Set<string>;
  issues: Map<number, Issue>;
  comments: Comment[];
  checkRuns: CheckRun[];
  sarifs: SarifUpload[];
  artifacts: Artifact[];
  runs: WorkflowRun[];
  /** Digests are told of assets; older servers tell none. */
  digests: boolean;
}

/** Everything the fake knows; tests read and change it freely between exchanges. */
export interface Store {
  repositories: Map<string, Repository>;
  viewers: Map<string, Viewer>;
  /** Calls a token may still make, and has made. */
  rate: { limit: number; used: number };
  /** Numbers for new things, from 1000 on. */
  nextId(): number;
  /** A clock that shows one second more each time, so that runs are alike. */
  now(): string;
}

/** When the fake's clock starts. */
const START = Date.UTC(2026, 0, 1);

export function emptyStore(): Store {
  let id = 1000;
  let seconds = 0;
  return {
    repositories: new Map(),
    viewers: new Map(),
    rate: { limit: 1000, used: 0 },
    nextId: () => id++,
    now: () => new Date(START + seconds++ * 1000).toISOString().replace('.000', ''),
  };
}

/** A number for a name that is the same in every run, as ids of users. */
export const idOf = (name: string): number => createHash('sha256').update(name).digest().readUInt32BE(0) >>> 4;

/** The opaque id of the GraphQL world that REST answers carry along. */
export const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

/** What stands in the URLs of a release: its tag, or a placeholder while it is a draft. */
export const placeOf = (release: Release): string =>
  release.draft ? release.placeholder : encodeURIComponent(release.tag);
