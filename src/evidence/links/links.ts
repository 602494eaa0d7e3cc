import { append } from '../../bytes/append.js';
import { digestsOf } from '../../bytes/digest.js';
import type { Collection } from '../../collect/collection.js';
import type { Inspection } from '../../formats/inspection.js';
import type { Script } from '../evidence.js';
import { readText } from '../read-text.js';
import { pathTest } from '../wildcards.js';
import type { Link, LinkReader } from './link.js';
import { PROMISED, SEEN } from './registry.js';
import { storedRunLinks } from './trackers.js';

/** Folders of trackers hold thousands of runs. */
const FILES = 2_000;
/** A digest of a larger file is left to those who asked for digests. */
const DIGEST_BYTES = 512 * 1024 * 1024;

/** Every witness in the repository but its code, strongest first. */
export async function readLinks(collection: Collection): Promise<Link[]> {
  const seen = await readWith(SEEN, collection);
  return [...seen, ...(await storedRunLinks(collection)), ...(await readWith(PROMISED, collection))];
}

async function readWith(readers: readonly LinkReader[], collection: Collection): Promise<Link[]> {
  const links: Link[] = [];
  for (const reader of readers) {
    const files = collection.files.filter((file) => file.size <= reader.maxBytes && reader.recognize(file.path));
    for (const file of files.slice(0, FILES)) {
      const read = await readText(collection, file, reader.maxBytes);
      if ('text' in read) append(links, await reader.read(read.text, file, collection));
    }
  }
  return links;
}

/** A link that holds: the file is a model that is here, and not other bytes than the witness saw. */
export interface Proven {
  link: Link;
  model: string;
  /** The bytes are those that the witness saw. */
  isDigestEqual: boolean;
}

/** Links to the models that are here. Those whose digest differs are no evidence of this file any more. */
export async function provenLinks(
  links: readonly Link[],
  inspections: readonly Inspection[],
  collection: Collection,
): Promise<Proven[]> {
  const proven: Proven[] = [];
  for (const link of links) {
    const test = targetTest(link);
    for (const inspection of inspections.filter(({ path, companions }) =>
      [path, ...companions].some((one) => test(one)),
    )) {
      if (link.size !== undefined && inspection.path === link.target && link.size !== inspection.size) continue;
      const digest =
        inspection.path === link.target && link.digest
          ? await digestOf(link.digest.algorithm, inspection, collection)
          : undefined;
      if (digest !== undefined && digest !== link.digest?.value) continue;
      proven.push({ link, model: inspection.path, isDigestEqual: digest !== undefined });
    }
  }
  return proven;
}

function targetTest({ target, folder }: Link): (path: string) => boolean {
  if (!target.includes('*')) return (path) => path === target || (folder === true && path.startsWith(`${target}/`));
  // Nothing but holes and an ending tells nothing.
  const isTelling = target.replace(/\.\w+$/, '').replace(/[*./_-]/g, '').length >= 3;
  return isTelling ? pathTest(target, folder === true) : () => false;
}

async function digestOf(
  algorithm: 'md5' | 'sha256',
  inspection: Inspection,
  collection: Collection,
): Promise<string | undefined> {
  if (algorithm === 'sha256' && inspection.sha256 !== undefined) return inspection.sha256;
  if (inspection.size > DIGEST_BYTES || inspection.status === 'error') return undefined;
  const source = await collection.open(inspection.path);
  try {
    return (await digestsOf(source, [algorithm]))[algorithm];
  } finally {
    await source.close();
  }
}

/** Scripts with what other witnesses say they write; a script's strongest witness of a model stands first. */
export function withLinks(scripts: readonly Script[], proven: readonly Proven[]): Script[] {
  const rows = scripts.map((script) => ({ ...script, writes: [...script.writes] }));
  // From the weakest on, since each is put in front.
  for (const { link, model, isDigestEqual } of [...proven].reverse()) {
    let row = rows.find(({ path }) => path === link.script);
    if (row === undefined) {
      row = { path: link.script, language: languageOf(link.script), role: 'other', writes: [] };
      rows.push(row);
    }
    const how = `${link.how}${isDigestEqual ? ', digest equal' : ''}`;
    const seen = row.writes.find((write) => write.model === model);
    const rest = row.writes.filter(
      (write) => write !== seen && !(write.model === undefined && fits(write.pattern, model)),
    );
    const place = seen ?? row.writes.find((write) => fits(write.pattern, model)) ?? { line: 1, how: '' };
    row.writes = [{ ...place, model, how: place.how === '' ? how : `${place.how}; ${how}` }, ...rest];
  }
  return rows;
}

const fits = (pattern: string | undefined, model: string): boolean =>
  pattern !== undefined && (model === pattern || model.endsWith(`/${pattern}`));

const languageOf = (path: string): Script['language'] =>
  /\.(py|ipynb)$/.test(path)
    ? 'python'
    : /\.(R|r|Rmd|qmd)$/.test(path)
      ? 'r'
      : path.endsWith('.jl')
        ? 'julia'
        : 'shell';
