import type { Octokit, RestEndpointMethodTypes } from '@octokit/rest';
import type { Progress } from '../progress.js';
import type { OutputName } from './outputs.js';

/** The API of GitHub. */
export type Api = Octokit;
export type Release = RestEndpointMethodTypes['repos']['getRelease']['response']['data'];
export type Asset = RestEndpointMethodTypes['repos']['getReleaseAsset']['response']['data'];
export type Comment = RestEndpointMethodTypes['issues']['getComment']['response']['data'];

/** A remark at a line of a file, shown by GitHub beside the code. */
export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title: string;
  message: string;
  /** Relative to the workspace. */
  file?: string;
  line?: number;
}

/** What the Action may touch of the outside world, handed in by main. Nothing else in this folder does. */
export interface Host {
  /** `GITHUB_*` and `RUNNER_*`. */
  env: Readonly<Record<string, string | undefined>>;
  event: { name: string; payload: Payload };
  now: Date;
  /** One line in the log. */
  log(line: string): void;
  annotate(annotation: Annotation): void;
  output(name: OutputName, value: string): void;
  /** Appends Markdown to the job summary. */
  summary(markdown: string): Promise<void>;
  progress: Progress;
  /** The API as `token` sees it; without one as anybody does. */
  api(token: string | undefined): Promise<Api>;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}

/** The fields of event payloads that are read; GitHub's own, others are ignored. */
export interface Payload {
  action?: string;
  ref?: string;
  deleted?: boolean;
  number?: number;
  inputs?: Record<string, unknown> | null;
  release?: { id: number; tag_name: string; draft: boolean };
  pull_request?: PullPayload;
  workflow_run?: {
    id: number;
    run_attempt: number;
    event: string;
    head_sha: string;
    head_branch: string | null;
    head_repository: { full_name: string; owner: { login: string } } | null;
    html_url: string;
    conclusion: string | null;
  };
  comment?: { id: number; body: string; user: { login: string; type: string } | null };
  /** `pull_request` tells that the issue is one. */
  issue?: { number: number; pull_request?: unknown };
  /** The time of the last push is a number in some events and a text in others. */
  repository?: { private?: boolean; pushed_at?: string | number | null };
}

export interface PullPayload {
  number: number;
  state?: string;
  locked: boolean;
  user: { login: string; type: string } | null;
  head: { sha: string; ref: string; repo: { full_name: string } | null };
  base: { sha: string; ref: string };
}

/** `owner` and `repo` as every call of the API wants them. */
export function repositoryOf({ env }: Pick<Host, 'env'>): { owner: string; repo: string } {
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  return { owner, repo };
}

/** Address of the repository's pages. */
export const webOf = ({ env }: Pick<Host, 'env'>): string =>
  `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${env['GITHUB_REPOSITORY'] ?? ''}`;

/** Where a file of a release lies once that is published; addresses of drafts are temporary. */
export const downloadUrl = (host: Pick<Host, 'env'>, tag: string, name: string): string =>
  `${webOf(host)}/releases/download/${encodeURIComponent(tag)}/${name}`;

/** Page of this workflow run. */
export const runUrlOf = (host: Pick<Host, 'env'>): string =>
  `${webOf(host)}/actions/runs/${host.env['GITHUB_RUN_ID'] ?? ''}`;

/** Where the API sends the bytes of an attached file; in private repositories too, where the browser's address does not work. */
export function assetUrl(host: Pick<Host, 'env'>, id: number): URL {
  const { owner, repo } = repositoryOf(host);
  return new URL(
    `${host.env['GITHUB_API_URL'] ?? 'https://api.github.com'}/repos/${owner}/${repo}/releases/assets/${id}`,
  );
}
