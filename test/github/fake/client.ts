import { Octokit } from '@octokit/rest';
import type { FakeGitHub } from './github.js';
import { TOKEN } from './seed.js';

export type { Octokit };

/** Owner and name of the repository that seeds describe when they say nothing. */
export const REPO = { owner: 'octo', repo: 'model' };

const silent = (): void => {};

/** The real Octokit, without retries, talking to the fake. */
export const connect = ({ hosts }: FakeGitHub, token: string | null = TOKEN): Octokit =>
  new Octokit({
    ...(token !== null && { auth: token }),
    baseUrl: hosts.api,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });

/** Uploads an asset to the `upload_url` of a release. */
export const upload = (
  url: string,
  name: string,
  content: string | Uint8Array | ReadableStream,
  headers: object = {},
): Promise<Response> =>
  fetch(`${url.replace(/\{.*/, '')}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/zip', ...headers },
    body: content,
    ...(content instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);

/** Status, message and first entry of an error that Octokit throws. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ status: number; message: string; entry: unknown; needs: string }> {
  try {
    await promise;
  } catch (error) {
    const { status, response } = error as {
      status: number;
      response?: { data: { message: string; errors?: unknown[] }; headers: Record<string, string> };
    };
    return {
      status,
      message: response?.data.message ?? '',
      entry: response?.data.errors?.[0],
      needs: response?.headers['x-accepted-github-permissions'] ?? '',
    };
  }
  throw new Error('expected a refusal');
}
