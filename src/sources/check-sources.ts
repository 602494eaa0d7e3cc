import { byBytes } from '../bytes/order.js';
import type { DataSource } from '../evidence/evidence.js';
import { ignoring } from '../evidence/ignored-sources.js';
import { type Progress, SILENT } from '../progress.js';
import { askJson, memberOf } from './ask-json.js';
import { judge } from './judge.js';
import { SOURCE_KINDS } from './registry.js';
import { SERVICES, type Services } from './source-kind.js';
import { type CheckedSource, isDead, type SourceMemory, type SourcesDocument } from './source-state.js';
import type { Ask } from './web.js';

/** Sources asked about in one run; who cites more has the rest said to be unchecked. */
const MOST_SOURCES = 200;
/** Hosts asked at the same time. */
const AT_ONCE = 8;

export interface SourcesOptions {
  ask: Ask;
  /** Today, as 2026-11-26. */
  day: string;
  services?: Partial<Services>;
  /** What earlier checks remembered, by `keyOf`. */
  memory?: Readonly<Record<string, SourceMemory>>;
  /** Citations to leave alone. */
  ignore?: readonly string[];
  progress?: Progress;
}

export interface SourcesResult {
  document: SourcesDocument;
  /** To be kept for the next check. */
  memory: Record<string, SourceMemory>;
}

type Cited = Pick<DataSource, 'kind' | 'value'> & { revision?: string; citedIn: CheckedSource['citedIn'] };

/**
 * Whether the data that a repository cites can still be reached. Each source is asked about once, however often it is
 * cited; data that is packed or lies in the repository is not asked about.
 */
export async function checkSources(sources: readonly DataSource[], options: SourcesOptions): Promise<SourcesResult> {
  const { progress = SILENT, memory = {}, ignore = [] } = options;
  const isIgnored = ignoring(ignore);
  const cited = distinct(sources).filter(({ value }) => !isIgnored(value));
  const checked: CheckedSource[] = new Array(cited.length);
  const remembered: Record<string, SourceMemory> = Object.create(null);
  progress.stage('sources', cited.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < cited.length; i = next++) {
      const source = cited[i] as Cited;
      const { checked: found, memory: kept } = await checkOne(source, memory[keyOf(source)], options, i);
      checked[i] = found;
      remembered[keyOf(source)] = kept;
      progress.advance(1, source.value);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  progress.done();
  return { document: { schema: 'modelbag/sources/1', sources: checked }, memory: sorted(remembered) };
}

/** By what a source is remembered. */
export const keyOf = ({ kind, value, revision }: Pick<Cited, 'kind' | 'value' | 'revision'>): string =>
  `${kind} ${value}${revision ? `@${revision}` : ''}`;

async function checkOne(
  source: Cited,
  before: SourceMemory | undefined,
  { ask, day, services: other }: SourcesOptions,
  index: number,
): Promise<{ checked: CheckedSource; memory: SourceMemory }> {
  const services = { ...SERVICES, ...other };
  const known = SOURCE_KINDS.find(({ kinds }) => kinds.includes(source.kind));
  const sighting =
    !known || index >= MOST_SOURCES
      ? {
          outcome: 'unchecked' as const,
          detail: known
            ? `only ${MOST_SOURCES} sources are checked at a time`
            : 'sources of this kind cannot be checked',
          status: 0,
          url: '',
        }
      : await known.look(source, services, ask);
  const { state, detail, memory } = judge(sighting, before, day);
  const suggestions = await suggest(source, state, sighting.url, services, ask);
  const { etag, digest } = sighting.identity ?? {};
  const { kind, value, revision, citedIn } = source;
  return {
    checked: {
      kind,
      value,
      ...(revision !== undefined && { revision }),
      state,
      detail,
      since: memory.since,
      evidence: {
        status: sighting.status,
        url: sighting.url,
        ...(etag !== undefined && { etag }),
        ...(digest !== undefined && { digest }),
      },
      ...(suggestions.length > 0 && { suggestions }),
      citedIn,
    },
    memory,
  };
}

/** Where a source may be found instead: its new address, or what the Internet Archive kept of it. */
async function suggest(
  { value }: Cited,
  state: CheckedSource['state'],
  url: string,
  { archive }: Services,
  ask: Ask,
): Promise<string[]> {
  if (state === 'moved' && url !== '') return [url];
  if (!isDead(state) || !/^https?:\/\//i.test(value)) return [];
  const answer = await askJson(`${archive}/wayback/available?url=${encodeURIComponent(value)}`, ask);
  if ('sighting' in answer) return [];
  const copy = memberOf(answer.document, 'archived_snapshots', 'closest', 'url');
  return typeof copy === 'string' && /^https?:\/\/web\.archive\.org\//.test(copy)
    ? [copy.replace(/^http:/, 'https:')]
    : [];
}

/** Every source once, with all places that cite it, in byte order. */
function distinct(sources: readonly DataSource[]): Cited[] {
  const found = new Map<string, Cited>();
  for (const { kind, value, revision, path, line, packed } of sources) {
    if (kind === 'local' || packed) continue;
    const source = { kind, value, ...(revision !== undefined && { revision }) };
    const known = found.get(keyOf(source));
    if (known) known.citedIn.push({ path, line });
    else found.set(keyOf(source), { ...source, citedIn: [{ path, line }] });
  }
  return [...found].sort(([a], [b]) => byBytes(a, b)).map(([, source]) => source);
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => byBytes(a, b)));
