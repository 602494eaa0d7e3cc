import type { Octokit } from '@octokit/rest';

/** Longest wait for a rate limit, in seconds; a longer one ends the job sooner than it helps. */
const LONGEST_WAIT = 120;
const MOST_RETRIES = 3;

/**
 * The API: retried after failures of the network and of GitHub, slowed down where GitHub asks for it, through the proxy
 * of the runner, at the server that the runner names (GITHUB_API_URL).
 */
export async function openApi(token: string | undefined, log: (line: string) => void): Promise<Octokit> {
  const [{ Octokit: Client }, { retry }, { throttling }, { defaults }] = await Promise.all([
    import('@octokit/rest'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
    import('@actions/github/lib/utils'),
  ]);
  const again = (what: string) => (after: number, request: unknown, _client: unknown, tries: number) => {
    const { method = '', url = '' } = request as { method?: string; url?: string };
    const retried = tries < MOST_RETRIES && after <= LONGEST_WAIT;
    log(`GitHub ${what} ${method} ${url}: ${retried ? `again in ${after} s` : `asked to wait ${after} s, given up`}`);
    return retried;
  };
  return new (Client.plugin(retry, throttling))({
    ...defaults,
    request: { ...defaults.request, fetch: patient(defaults.request?.fetch ?? fetch) },
    ...(token !== undefined && { auth: token }),
    userAgent: 'modelbag',
    // 404 may be a release that the index does not show yet; callers that expect it ask once.
    retry: { retries: MOST_RETRIES },
    throttle: { onRateLimit: again('limits the rate of'), onSecondaryRateLimit: again('slows down') },
    log: { debug() {}, info() {}, warn: log, error() {} },
  }) as unknown as Octokit;
}

/** Milliseconds without an answer after which a call is given up as one that broke; the plugin asks again. */
const LONGEST_ANSWER = 120_000;

const patient =
  (ask: typeof fetch): typeof fetch =>
  async (url, options) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new Error('no answer came')), LONGEST_ANSWER);
    try {
      const answer = await ask(url, { ...options, signal: patience.signal });
      // Read here, where an answer that breaks off is an error, and not text in place of JSON.
      const body = await answer.arrayBuffer();
      const { status, statusText } = answer;
      return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers: [...answer.headers] });
    } finally {
      clearTimeout(timer);
    }
  };
