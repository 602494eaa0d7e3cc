import type { Fault } from './fake/faults.js';
import type { Initial, SeedRelease } from './fake/seed.js';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(next: () => number, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;

const R = '/repos/{owner}/{repo}';
const RELEASE_ROUTES = [
  `GET ${R}/releases`,
  `GET ${R}/releases/tags/{tag}`,
  `GET ${R}/releases/{release_id}`,
  `GET ${R}/releases/{release_id}/assets`,
  `GET ${R}/git/ref/{ref}`,
  `POST ${R}/releases`,
  `PATCH ${R}/releases/{release_id}`,
  `DELETE ${R}/releases/{release_id}`,
  `PATCH ${R}/releases/assets/{asset_id}`,
  `DELETE ${R}/releases/assets/{asset_id}`,
];
const UPLOAD = `POST ${R}/releases/{release_id}/assets`;
const COMMENT_ROUTES = [
  `GET ${R}/issues/{issue_number}/comments`,
  `POST ${R}/issues/{issue_number}/comments`,
  `PATCH ${R}/issues/comments/{comment_id}`,
  `DELETE ${R}/issues/comments/{comment_id}`,
  `GET ${R}/pulls`,
  `GET ${R}/actions/runs/{run_id}/artifacts`,
];
const LISTS = [`GET ${R}/releases`, `GET ${R}/issues/{issue_number}/comments`];

const limited = { message: 'You have exceeded a secondary rate limit.', documentation_url: 'https://docs.github.com' };

/** What can go wrong with any exchange. */
const TROUBLE: readonly ((next: () => number) => Partial<Fault>)[] = [
  () => ({ reset: 'before' }),
  () => ({ reset: 'answer' }),
  () => ({ answer: { status: 500 } }),
  () => ({ answer: { status: 502, keep: true } }),
  () => ({ answer: { status: 503, body: { message: 'Service Unavailable' } } }),
  (next) => ({ answer: { status: pick(next, [403, 429]), body: limited, headers: { 'retry-after': '1' } } }),
  () => ({ answer: { status: 404, body: { message: 'Not Found' } } }),
  () => ({ answer: { status: 422, body: { message: 'Validation Failed', errors: [] } } }),
  (next) => ({ truncate: Math.floor(next() * 200) }),
];
/** What can go wrong with uploads. */
const UPLOAD_TROUBLE: readonly ((next: () => number) => Partial<Fault>)[] = [
  (next) => ({ reset: { afterBytes: Math.floor(next() * 5000) } }),
  () => ({ answer: { status: 502 }, leavesStarter: true }),
  () => ({ corrupts: true }),
];

/** One to five faults, each hitting once or some times, early or late. */
export function faultsOf(next: () => number, kind: 'release' | 'comment'): Fault[] {
  return Array.from({ length: 1 + Math.floor(next() * 5) }, (_, i): Fault => {
    const isUpload = kind === 'release' && next() < 0.4;
    const when = isUpload ? UPLOAD : pick(next, kind === 'release' ? RELEASE_ROUTES : COMMENT_ROUTES);
    const isLag = LISTS.includes(when) && next() < 0.3;
    const trouble = isLag
      ? { answer: { status: 200, body: [] } }
      : pick(next, isUpload ? [...TROUBLE, ...UPLOAD_TROUBLE] : TROUBLE)(next);
    return { name: `fault ${i}`, when, times: pick(next, [1, 1, 2, 3, 8]), after: Math.floor(next() * 4), ...trouble };
  });
}

/** What lies at GitHub before the run; `bag` is the name of ours. */
export function startOf(next: () => number, bag: string): { initial: Initial; inputs: Record<string, string> } {
  const foreign = [
    { name: 'theirs.txt', content: 'theirs' },
    { name: `old-${bag}`, content: 'older' },
  ];
  const ours = pick(next, [
    [],
    [{ name: bag, content: 'another bag' }],
    [{ name: bag, content: '', state: 'starter' as const }],
    [{ name: `${bag}.sha256`, content: 'stale' }],
  ]);
  const release: SeedRelease = { tag: 'v1.0', draft: next() < 0.6, body: 'By hand.', assets: [...foreign, ...ours] };
  const releases = pick(next, [
    [],
    [release],
    [{ ...release, assets: foreign }],
    [release, { tag: 'v0.9', draft: false }],
  ]);
  return {
    initial: { releases },
    inputs: {
      release: pick(next, ['publish', 'publish', 'auto']),
      'if-exists': 'replace',
    },
  };
}
