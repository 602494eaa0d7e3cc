import { append } from '../../bytes/append.js';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { isObject, type Json, type JsonObject, parseJson } from '../../containers/json-document.js';
import { everyFolderAbove } from '../../formats/file-access.js';
import type { BagContents } from './contents.js';
import type { Manifest } from './manifest.js';
import { plainPath } from './plain-path.js';
import { type BagProblem, FileProblems, problem, splitMessage } from './problem.js';
import { readTagText } from './tag-text.js';

export interface CrateReport {
  /** Null where there is no crate. */
  valid: boolean | null;
  problems: BagProblem[];
}

const DESCRIPTOR = 'ro-crate-metadata.json';
/** With the name of RO-Crate 1.0. */
const DESCRIPTORS = [DESCRIPTOR, 'ro-crate-metadata.jsonld'];
/** Where a bag may hold its crate, with the folder that its identifiers are relative to. */
const PLACES = ['', 'data/'];
/** Keys of digests in the contexts of RO-Crate. */
const ALGORITHMS = ['sha256', 'sha512', 'sha1', 'md5'] as const;

/** Values that a crate may have: two dozens for each file. */
const MOST_VALUES = 20_000_000;

/** A crate of a bag. */
export interface Crate {
  path: string;
  /** That its identifiers are relative to. */
  folder: string;
  /** Null where it is no JSON. */
  document: Json | null;
  /** Why it is none. */
  problems: BagProblem[];
}

/** Reads the crates of a bag. */
export async function readCrates(contents: BagContents, encoding: string, limits: Limits): Promise<Crate[]> {
  const crates: Crate[] = [];
  for (const folder of PLACES) {
    const path = DESCRIPTORS.map((name) => `${folder}${name}`).find((each) => contents.files.has(each));
    if (path === undefined) continue;
    const problems: BagProblem[] = [];
    const text = await readTagText(contents, path, folder === '' ? encoding : 'UTF-8', limits, problems);
    crates.push({ path, folder, document: text === null ? null : parsed(path, text, limits, problems), problems });
  }
  return crates;
}

function parsed(path: string, text: string, { depth }: Limits, problems: BagProblem[]): Json {
  try {
    // As JSON.parse does, the last one of keys that are alike counts.
    return parseJson(Buffer.from(text), { depth, values: MOST_VALUES, onDuplicate() {} });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    problems.push(problem(path, 'crate', 'JSON', splitMessage(error.message).join(', found ')));
    return null;
  }
}

/**
 * Checks the structure of the crates of a bag: what a reader needs to find its way, and that described files are there, or
 * still to be fetched.
 */
export function checkCrates(
  crates: readonly Crate[],
  contents: BagContents,
  fetched: ReadonlySet<string>,
): CrateReport {
  const problems: BagProblem[] = [];
  for (const crate of crates) {
    append(problems, crate.problems);
    if (crate.problems.length === 0)
      crateProblems(crate, { contents, fetched }, new FileProblems(crate.path, problems));
  }
  return { valid: crates.length === 0 ? null : problems.length === 0, problems };
}

/** Digests that the crates say of files in the bag, as manifests: for a crate that lies in no bag there are no others. */
export function crateManifests(crates: readonly Crate[], contents: BagContents): Manifest[] {
  const manifests: Manifest[] = [];
  for (const { path: file, folder, document } of crates) {
    for (const hash of ALGORITHMS) {
      const entries = new Map<string, string>();
      for (const entity of entitiesOf(document)) {
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
function entitiesOf(document: Json): JsonObject[] {
  const graph = isObject(document) ? document['@graph'] : undefined;
  return Array.isArray(graph) ? graph.filter(isObject) : [];
}

type Graph = Map<string, JsonObject>;

/** What a crate may describe. */
interface Described {
  contents: BagContents;
  fetched: ReadonlySet<string>;
}

/** Of every version of RO-Crate, drafts too. */
const CONTEXT = /^https:\/\/w3id\.org\/ro\/crate\/1\.\d+(?:-DRAFT)?\/context$/;

function crateProblems({ folder, document }: Crate, described: Described, problems: FileProblems): void {
  const wrong = (expected: string, found: string): void => problems.tell('crate', expected, found);
  const { '@context': context, '@graph': entities } = isObject(document) ? document : {};
  const isKnown = [context].flat().some((each) => typeof each === 'string' && CONTEXT.test(each));
  if (!isKnown) wrong('the context of an RO-Crate version', JSON.stringify(context)?.slice(0, 120) ?? 'none');
  if (!Array.isArray(entities)) {
    wrong('an array @graph', typeof entities);
    return;
  }
  const graph: Graph = new Map();
  for (const entity of entities) {
    if (problems.isFull()) return;
    const id = isObject(entity) ? entity['@id'] : undefined;
    if (!isObject(entity) || typeof id !== 'string')
      wrong('an @id in every entity', JSON.stringify(entity)?.slice(0, 80) ?? '');
    else if (graph.has(id)) wrong('every @id once', `${JSON.stringify(id)} again`);
    else {
      graph.set(id, entity);
      if (entity['@type'] === undefined) wrong(`a @type of ${JSON.stringify(id)}`, 'none');
    }
  }
  const descriptor = descriptorOf(graph);
  const root = graph.get(idsOf(descriptor?.about)[0] ?? '');
  if (!descriptor) wrong(`an entity ${DESCRIPTOR}`, 'none');
  else if (!root) wrong('a root that the descriptor is about', 'none');
  if (!root) return;
  for (const key of ['name', 'description', 'datePublished', 'license'])
    if (root[key] === undefined) wrong(`${key} of the root`, 'none');
  if (!typesOf(root).includes('Dataset')) wrong('a root of type Dataset', typesOf(root).join(', '));
  checkParts(graph, root, folder, described, problems);
}

/** The entity that tells which one is the root; where a crate was published by itself it has another name. */
const descriptorOf = (graph: Graph): JsonObject | undefined =>
  DESCRIPTORS.map((name) => graph.get(name)).find((entity) => entity !== undefined) ??
  [...graph.values()].find(
    ({ '@id': id, about, conformsTo }) =>
      idsOf(about).length > 0 &&
      DESCRIPTORS.some((name) => `${id}`.endsWith(name)) &&
      idsOf(conformsTo).some((each) => /^https:\/\/w3id\.org\/ro\/crate\/1\./.test(each)),
  );

/** Files and folders must be reachable from the root and, where their identifier is relative, be there with the stated size. */
function checkParts(
  graph: Graph,
  root: JsonObject,
  folder: string,
  { contents, fetched }: Described,
  problems: FileProblems,
): void {
  const wrong = (expected: string, found: string): void => problems.tell('crate', expected, found);
  const reached = reachable(graph, root);
  const folders = new Set(contents.folders);
  for (const above of everyFolderAbove([...contents.files.keys(), ...fetched])) folders.add(above);
  for (const [id, entity] of graph) {
    if (problems.isFull()) return;
    const types = typesOf(entity);
    const path = pathOf(id, folder, contents);
    if (entity === root || (!types.includes('File') && !types.includes('Dataset')) || path === null) continue;
    const shown = JSON.stringify(id);
    if (!reached.has(id)) wrong(`hasPart of the root to lead to ${shown}`, 'no way');
    const file = contents.files.get(path);
    const size = sizeOf(entity);
    if (types.includes('Dataset') && (folders.has(path) || folders.has(`${path}/`))) continue;
    if (fetched.has(path) && !file) continue;
    if (!file) wrong(`the file ${shown} in the bag`, 'none');
    else if (size !== null && size !== file.size) wrong(`${size} bytes of ${shown}`, `${file.size}`);
  }
}

/** Bytes that an entity says it has, as a number or in digits; null for anything else. */
function sizeOf({ contentSize }: JsonObject): number | null {
  const isNumber = typeof contentSize === 'number' || typeof contentSize === 'string';
  return isNumber && /^\d+$/.test(`${contentSize}`) ? Number(contentSize) : null;
}

function reachable(graph: Graph, root: JsonObject): Set<string> {
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

const idsOf = (value: Json | undefined): string[] =>
  [value ?? null].flat().flatMap((each) => {
    const id = isObject(each) ? each['@id'] : undefined;
    return typeof id === 'string' ? id : [];
  });

const typesOf = (entity: JsonObject): string[] =>
  [entity['@type'] ?? null].flat().filter((type): type is string => typeof type === 'string');

/**
 * Path in the bag of a described file: relative to where the crate lies, or named by the identifier of a bag (arcp) where this one
 * has such a file. Null for what lies elsewhere.
 */
function pathOf(id: string, folder: string, { files }: BagContents): string | null {
  const inBag = /^arcp:\/\/uuid,[0-9A-Fa-f-]{36}\/(.*)$/.exec(id);
  if (!inBag) {
    if (/^(?:[A-Za-z][A-Za-z0-9+.-]*:|#|_:|\/)/.test(id)) return null;
    // Some writers name files as they are called, not as addresses are written.
    return files.has(`${folder}${id}`) ? `${folder}${id}` : `${folder}${decoded(id)}`;
  }
  const path = decoded(inBag[1] ?? '');
  return files.has(path) ? path : null;
}

function decoded(id: string): string {
  try {
    return plainPath(decodeURIComponent(id));
  } catch {
    return plainPath(id); // a stray `%` is taken as it is
  }
}
