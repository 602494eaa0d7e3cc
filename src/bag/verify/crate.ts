import { append } from '../../bytes/append.js';
import type { Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { type BagProblem, problem } from './problem.js';
import { readTagText } from './tag-text.js';

export interface CrateReport {
  /** Null where there is no crate. */
  valid: boolean | null;
  problems: BagProblem[];
}

const DESCRIPTOR = 'ro-crate-metadata.json';
/** Where a bag may hold its crate, with the folder that its identifiers are relative to. */
const PLACES = ['', 'data/'];
/** Keys of digests in the contexts of RO-Crate. */
const ALGORITHMS = ['sha256', 'sha512', 'sha1', 'md5'] as const;

/**
 * Checks the structure of the crates of a bag: what a reader needs to find its way, and that described files are there, or
 * still to be fetched.
 */
export async function checkCrate(
  contents: BagContents,
  fetched: ReadonlySet<string>,
  encoding: string,
  limits: Limits,
): Promise<CrateReport> {
  const problems: BagProblem[] = [];
  let count = 0;
  for (const folder of PLACES) {
    const path = `${folder}${DESCRIPTOR}`;
    if (!contents.files.has(path)) continue;
    count++;
    const text = await readTagText(contents, path, folder === '' ? encoding : 'UTF-8', limits, problems);
    if (text !== null) append(problems, crateProblems(path, folder, text, { contents, fetched }));
  }
  return { valid: count === 0 ? null : problems.length === 0, problems };
}

/** Digests that the crates say of files in the bag, as manifests: for a crate that lies in no bag there are no others. */
export async function crateManifests(contents: BagContents, encoding: string, limits: Limits): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const folder of PLACES) {
    const file = `${folder}${DESCRIPTOR}`;
    const text = await readTagText(contents, file, folder === '' ? encoding : 'UTF-8', limits, []);
    for (const hash of ALGORITHMS) {
      const entries = new Map<string, string>();
      for (const entity of entitiesOf(text ?? '')) {
        const { '@id': id, [hash]: digest } = entity;
        const path = typeof id === 'string' ? pathOf(id, folder, contents) : null;
        if (path !== null && typeof digest === 'string') entries.set(path, digest.toLowerCase());
      }
      if (entries.size > 0) manifests.push({ file, hash, entries });
    }
  }
  return manifests;
}

/** Entities of a crate that may be broken: what is wrong with it is told elsewhere. */
function entitiesOf(text: string): Record<string, unknown>[] {
  try {
    const graph = (JSON.parse(text) as { '@graph'?: unknown } | null)?.['@graph'];
    return Array.isArray(graph) ? graph.filter((entity) => typeof entity === 'object' && entity !== null) : [];
  } catch {
    return [];
  }
}

type Graph = Map<string, Record<string, unknown>>;

/** What a crate may describe. */
interface Described {
  contents: BagContents;
  fetched: ReadonlySet<string>;
}

function crateProblems(path: string, folder: string, text: string, described: Described): BagProblem[] {
  const wrong = (expected: string, found: string): BagProblem => problem(path, 'crate', expected, found);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [wrong('JSON', (error as Error).message)];
  }
  const { '@context': context, '@graph': entities } = (document ?? {}) as Record<string, unknown>;
  const problems: BagProblem[] = [];
  const isKnown = [context]
    .flat()
    .some((each) => /^https:\/\/w3id\.org\/ro\/crate\/1\.\d+(?:-DRAFT)?\/context$/.test(`${each}`));
  if (!isKnown)
    problems.push(wrong('the context of an RO-Crate version', JSON.stringify(context)?.slice(0, 120) ?? 'none'));
  if (!Array.isArray(entities)) return [...problems, wrong('an array @graph', typeof entities)];
  const graph: Graph = new Map();
  for (const entity of entities as unknown[]) {
    const id = (entity as Record<string, unknown> | null)?.['@id'];
    if (typeof id !== 'string')
      problems.push(wrong('an @id in every entity', JSON.stringify(entity)?.slice(0, 80) ?? ''));
    else if (graph.has(id)) problems.push(wrong('every @id once', `${JSON.stringify(id)} again`));
    else graph.set(id, entity as Record<string, unknown>);
  }
  for (const [id, entity] of graph)
    if (entity['@type'] === undefined) problems.push(wrong(`a @type of ${JSON.stringify(id)}`, 'none'));
  const descriptor = graph.get(DESCRIPTOR);
  const root = graph.get(idsOf(descriptor?.about)[0] ?? '');
  if (!descriptor) problems.push(wrong(`an entity ${DESCRIPTOR}`, 'none'));
  else if (!root) problems.push(wrong('a root that the descriptor is about', 'none'));
  if (!root) return problems;
  for (const key of ['name', 'description', 'datePublished', 'license'])
    if (root[key] === undefined) problems.push(wrong(`${key} of the root`, 'none'));
  if (!typesOf(root).includes('Dataset')) problems.push(wrong('a root of type Dataset', typesOf(root).join(', ')));
  return [...problems, ...partProblems(graph, root, folder, described, wrong)];
}

/** Files and folders must be reachable from the root and, where their identifier is relative, be there with the stated size. */
function partProblems(
  graph: Graph,
  root: Record<string, unknown>,
  folder: string,
  { contents, fetched }: Described,
  wrong: (expected: string, found: string) => BagProblem,
): BagProblem[] {
  const reached = reachable(graph, root);
  const folders = new Set<string>();
  for (const path of [...contents.files.keys(), ...fetched])
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at + 1));
  const problems: BagProblem[] = [];
  for (const [id, entity] of graph) {
    const types = typesOf(entity);
    const path = pathOf(id, folder, contents);
    if (entity === root || (!types.includes('File') && !types.includes('Dataset')) || path === null) continue;
    const shown = JSON.stringify(id);
    if (!reached.has(id)) problems.push(wrong(`hasPart of the root to lead to ${shown}`, 'no way'));
    const file = contents.files.get(path);
    if (types.includes('Dataset') && (folders.has(path) || folders.has(`${path}/`))) continue;
    if (fetched.has(path) && !file) continue;
    if (!file) problems.push(wrong(`the file ${shown} in the bag`, 'none'));
    else if (/^\d+$/.test(`${entity.contentSize ?? ''}`) && Number(entity.contentSize) !== file.size)
      problems.push(wrong(`${entity.contentSize} bytes of ${shown}`, `${file.size}`));
  }
  return problems;
}

function reachable(graph: Graph, root: Record<string, unknown>): Set<string> {
  const reached = new Set<string>();
  const open = [root];
  for (let entity = open.pop(); entity; entity = open.pop()) {
    for (const id of idsOf(entity.hasPart)) {
      const part = graph.get(id);
      if (reached.has(id) || !part) continue;
      reached.add(id);
      open.push(part);
    }
  }
  return reached;
}

const idsOf = (value: unknown): string[] =>
  [value].flat().flatMap((each) => {
    const id = (each as { '@id'?: unknown } | null | undefined)?.['@id'];
    return typeof id === 'string' ? id : [];
  });

const typesOf = (entity: Record<string, unknown>): string[] => [entity['@type']].flat().map((type) => `${type}`);

/**
 * Path in the bag of a described file: relative to where the crate lies, or named by the identifier of a bag (arcp) where this one
 * has such a file. Null for what lies elsewhere.
 */
function pathOf(id: string, folder: string, { files }: BagContents): string | null {
  const inBag = /^arcp:\/\/uuid,[0-9A-Fa-f-]{36}\/(.*)$/.exec(id);
  if (!inBag) return /^(?:[A-Za-z][A-Za-z0-9+.-]*:|#|_:|\/)/.test(id) ? null : `${folder}${decoded(id)}`;
  const path = decoded(inBag[1] ?? '');
  return files.has(path) ? path : null;
}

function decoded(id: string): string {
  const path = id.replace(/^(?:\.\/)+/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray `%` is taken as it is
  }
}
