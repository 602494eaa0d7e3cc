import type { Algorithm } from '../../bytes/digest-threads.js';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { isObject, type Json, type JsonObject } from '../../containers/json-document.js';
import { everyFolderAbove } from '../../formats/file-access.js';
import type { BagContents } from './contents.js';
import { type CrateEntity, CrateGraph, idsOf } from './crate-graph.js';
import { GraphReader, type GraphTaker } from './graph-reader.js';
import type { Manifest } from './manifest.js';
import { plainPath } from './plain-path.js';
import { type BagProblem, FileProblems, problem, splitMessage } from './problem.js';
import { tagTextPieces, textProblem } from './tag-text.js';

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

/** Entities of a crate, and what they name as their parts: a crate of a million files has two for each. */
const MOST_IDENTIFIERS = 4_000_000;

/** What a crate of a bag says. */
export interface Crate {
  problems: BagProblem[];
  /** Digests of files in the bag. */
  manifests: Manifest[];
}

/** What a crate may describe. */
export interface Described {
  contents: BagContents;
  /** Payload that is to be fetched. */
  fetched: ReadonlySet<string>;
  /** What the manifests of the bag say already is not worth keeping. */
  isListed(path: string, hash: string, digest: string): boolean;
}

/**
 * Reads the crates of a bag and checks their structure: what a reader needs to find its way, and that described files are there, or
 * still to be fetched. One after the other: each may take as much memory as all manifests.
 */
export async function readCrates(described: Described, encoding: string, limits: Limits): Promise<Crate[]> {
  const { contents } = described;
  const crates: Crate[] = [];
  for (const folder of PLACES) {
    const path = DESCRIPTORS.map((name) => `${folder}${name}`).find((each) => contents.files.has(each));
    if (path === undefined) continue;
    const crate = new CrateReading(path, folder, described);
    const reader = new GraphReader(limits.depth, crate);
    const written = folder === '' ? encoding : 'UTF-8';
    const problems: BagProblem[] = [];
    const attempt = <T>(step: () => T): T | null => {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        problems.push(notJson(path, error));
        return null;
      }
    };
    try {
      for await (const piece of tagTextPieces(contents, path, written, limits)) {
        attempt(() => reader.add(piece));
        if (problems.length > 0) break;
      }
    } catch (error) {
      problems.push(textProblem(path, written, error));
    }
    const document = problems.length > 0 ? null : attempt(() => reader.end());
    crates.push(problems.length > 0 ? { problems, manifests: [] } : crate.end(document));
  }
  return crates;
}

function notJson(path: string, { message }: FormatError): BagProblem {
  const [expected, found] = splitMessage(message);
  return problem(path, 'crate', 'JSON', expected === '' ? found : `${found} in the place of ${expected}`);
}

export const crateReport = (crates: readonly Crate[]): CrateReport => {
  const problems = crates.flatMap((crate) => crate.problems);
  return { valid: crates.length === 0 ? null : problems.length === 0, problems };
};

/** A crate while its entities come in. */
class CrateReading implements GraphTaker {
  #graph = new CrateGraph();
  #identifiers = 0;
  #told: BagProblem[] = [];
  #problems: FileProblems;
  readonly #digests = new Map<Algorithm, Map<string, string>>();

  constructor(
    readonly path: string,
    readonly folder: string,
    readonly described: Described,
  ) {
    this.#problems = new FileProblems(path, this.#told);
  }

  begin(): void {
    this.#graph = new CrateGraph();
    this.#told = [];
    this.#problems = new FileProblems(this.path, this.#told);
    this.#digests.clear();
  }

  entity(entity: Json): void {
    const id = isObject(entity) ? entity['@id'] : undefined;
    const wrong = (expected: string, found: string): void => this.#problems.tell('crate', expected, found);
    if (!isObject(entity) || typeof id !== 'string')
      wrong('an @id in every entity', JSON.stringify(entity)?.slice(0, 80) ?? '');
    else {
      this.#keepDigests(id, entity);
      const parts = this.#graph.add(id, entity);
      if (parts === null) wrong('every @id once', `${JSON.stringify(id)} again`);
      else {
        this.#identifiers += 1 + parts;
        if (entity['@type'] === undefined) wrong(`a @type of ${JSON.stringify(id)}`, 'none');
      }
    }
    if (this.#identifiers > MOST_IDENTIFIERS)
      throw new FormatError('resource-limit', `expected at most ${MOST_IDENTIFIERS} identifiers, found more`);
  }

  #keepDigests(id: string, entity: JsonObject): void {
    const { contents, isListed } = this.described;
    for (const hash of ALGORITHMS) {
      const digest = entity[hash];
      const path = typeof digest === 'string' ? pathOf(id, this.folder, contents) : null;
      if (path === null || typeof digest !== 'string' || isListed(path, hash, digest.toLowerCase())) continue;
      const entries = this.#digests.get(hash) ?? new Map<string, string>();
      this.#digests.set(hash, entries.set(path, digest.toLowerCase()));
    }
  }

  /** All entities were taken; `document` is what remains without them. */
  end(document: Json): Crate {
    const problems: BagProblem[] = [];
    const wrong = (expected: string, found: string): void => {
      problems.push(problem(this.path, 'crate', expected, found));
    };
    const { '@context': context, '@graph': entities } = isObject(document) ? document : {};
    const isKnown = [context].flat().some((each) => typeof each === 'string' && CONTEXT.test(each));
    if (!isKnown) wrong('the context of an RO-Crate version', JSON.stringify(context)?.slice(0, 120) ?? 'none');
    if (!Array.isArray(entities)) wrong('an array @graph', typeof entities);
    else if (!this.#problems.isFull()) graphProblems(this.#graph, this.folder, this.described, this.#problems);
    const manifests = [...this.#digests].map(([hash, entries]) => ({ file: this.path, hash, entries }));
    return { problems: [...problems, ...this.#told], manifests };
  }
}

/** Of every version of RO-Crate, drafts too. */
const CONTEXT = /^https:\/\/w3id\.org\/ro\/crate\/1\.\d+(?:-DRAFT)?\/context$/;

function graphProblems(graph: CrateGraph, folder: string, described: Described, problems: FileProblems): void {
  const wrong = (expected: string, found: string): void => problems.tell('crate', expected, found);
  const descriptor = descriptorOf(graph);
  const root = graph.get(idsOf(descriptor?.said['about'])[0]);
  if (!descriptor) wrong(`an entity ${DESCRIPTOR}`, 'none');
  else if (!root) wrong('a root that the descriptor is about', 'none');
  if (!root) return;
  for (const key of ['name', 'description', 'datePublished', 'license'])
    if (root.said[key] === undefined) wrong(`${key} of the root`, 'none');
  if (!root.types.includes('Dataset')) wrong('a root of type Dataset', root.types.join(', '));
  checkParts(graph, root.id, folder, described, problems);
}

/** The entity that tells which one is the root; where a crate was published by itself it has another name. */
function descriptorOf(graph: CrateGraph): CrateEntity | undefined {
  for (const name of DESCRIPTORS) if (graph.get(name)) return graph.get(name);
  for (const entity of graph) {
    const { about, conformsTo } = entity.said;
    const isNamed = DESCRIPTORS.some((name) => entity.id.endsWith(name)) && idsOf(about).length > 0;
    if (isNamed && idsOf(conformsTo).some((each) => /^https:\/\/w3id\.org\/ro\/crate\/1\./.test(each))) return entity;
  }
  return undefined;
}

/** Files and folders must be reachable from the root and, where their identifier is relative, be there with the stated size. */
function checkParts(
  graph: CrateGraph,
  root: string,
  folder: string,
  { contents, fetched }: Described,
  problems: FileProblems,
): void {
  const wrong = (expected: string, found: string): void => problems.tell('crate', expected, found);
  const isReached = graph.reachableFrom(root);
  const folders = new Set(contents.folders);
  for (const paths of [contents.files.keys(), fetched]) for (const above of everyFolderAbove(paths)) folders.add(above);
  for (const { id, types, size } of graph) {
    if (problems.isFull()) return;
    const path = pathOf(id, folder, contents);
    if (id === root || (!types.includes('File') && !types.includes('Dataset')) || path === null) continue;
    const shown = JSON.stringify(id);
    if (!isReached(id)) wrong(`hasPart of the root to lead to ${shown}`, 'no way');
    const file = contents.files.get(path);
    if (types.includes('Dataset') && (folders.has(path) || folders.has(`${path}/`))) continue;
    if (fetched.has(path) && !file) continue;
    if (!file) wrong(`the file ${shown} in the bag`, 'none');
    else if (size !== null && size !== file.size) wrong(`${size} bytes of ${shown}`, `${file.size}`);
  }
}

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
