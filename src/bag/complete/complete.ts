import { lstat, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Progress, SILENT } from '../../progress.js';
import { makeFolder } from '../../tree/make-folder.js';
import { UsageError } from '../../usage-error.js';
import { type AgainOptions, planAgain } from '../again/plan-again.js';
import { algorithmsOf, nameOf, noBag, sourceLayout } from '../again/source.js';
import { layoutOf } from '../bag-layout.js';
import { checkSpace } from '../final-place.js';
import type { BagContents, BagFile } from '../verify/contents.js';
import { openBagContents } from '../verify/open-bag.js';
import { verifyBag } from '../verify.js';
import { writeBag } from '../write.js';
import type { CompleteDocument, CompletedFile } from './document.js';
import { type DownloadOptions, downloadPiece } from './download.js';
import { type MissingFile, missingFiles, type Piece } from './missing.js';
import { type FoundPiece, findPiece, joinedFile } from './pieces.js';
import { DownloadError } from './request.js';

export interface CompleteOptions extends Omit<DownloadOptions, 'advance'> {
  /** Folder for the whole bag; made where it is missing. By default that of the given bag. */
  out?: string;
  /** Folders that may hold what the bag lacks; the one that the bag lies in is always looked at, last. */
  from?: readonly string[];
  force?: boolean;
  progress?: Progress;
}

/**
 * Brings what a bag lacks: from folders first, else from the addresses in fetch.txt and parts.json that the list allows, with ranges where
 * an earlier run was broken off; joins parts and writes one whole bag, read back and verified before it gets its name.
 * Nothing is written but the bag and, beside it until it is whole, the folder `<bag>.fetched`. Throws UsageError.
 */
export async function completeBag(path: string, options: CompleteOptions): Promise<CompleteDocument> {
  const { progress = SILENT } = options;
  const report = await verifyBag(path, { progress });
  if (report.kind === 'crate') throw noBag(path);
  const document: CompleteDocument = {
    schema: 'modelbag/complete/1',
    source: path,
    bag: null,
    files: [],
    problems: report.problems.filter(({ kind }) => kind !== 'not-fetched'),
    verified: false,
  };
  const contents = document.problems.length === 0 ? await openBagContents(path) : null;
  if (contents === null) return document;
  try {
    const missing = await missingFiles(contents);
    if (missing.length === 0) return document;
    const out = options.out ?? dirname(path);
    await makeFolder(out);
    const target = targetOf(path, contents, out);
    const store = `${target}.fetched`;
    await ownSize(store, 'isDirectory');
    // README.txt sends people who have unpacked the bag to where it lies itself.
    const own = contents.container === 'folder' ? join(path, contents.base) : dirname(path);
    const had = await gather(missing, store, [...(options.from ?? []), own, dirname(path)], options);
    const files = had.map(({ file }) => file);
    if (files.some(({ state }) => state === 'missing')) {
      // Left for the next run, unless nothing was kept.
      await rmdir(store).catch(() => {});
      return { ...document, files };
    }
    const added = new Map<string, BagFile>();
    for (const { file, pieces } of had) added.set(file.path, await joinedFile(pieces));
    const names = new Set(missing.flatMap((file) => file.pieces.map(({ name }) => name)));
    const bag = await writeWhole(contents, { added, without: names }, { path, target, options });
    await rm(store, { recursive: true, force: true });
    return { ...document, files, bag, verified: true };
  } finally {
    await contents.close();
  }
}

/** `<name>.zip` in the folder, with a word more where that is the bag that was given. */
function targetOf(path: string, contents: BagContents, out: string): string {
  const { extension } = layoutOf(sourceLayout(contents));
  const ending = extension || '.zip';
  const target = join(out, `${nameOf(path, contents)}${ending}`);
  return resolve(target) === resolve(path) ? `${target.slice(0, -ending.length)}-complete${ending}` : target;
}

interface Had {
  file: CompletedFile;
  /** In order. */
  pieces: FoundPiece[];
}

/** Looks for every piece and fetches those that lie nowhere; the others are fetched although one cannot be had. */
async function gather(
  missing: readonly MissingFile[],
  store: string,
  folders: readonly string[],
  options: CompleteOptions,
): Promise<Had[]> {
  const { progress = SILENT } = options;
  const bytes = missing
    .flatMap(({ pieces }) => pieces.filter(isNeeded))
    .reduce((sum, { size }) => sum + (size ?? 0), 0);
  progress.stage('fetch', bytes, 'bytes');
  const had: Had[] = [];
  for (const { path, pieces } of missing) {
    const parts: CompletedFile['parts'] = [];
    const found: FoundPiece[] = [];
    for (const piece of pieces.filter(isNeeded)) {
      const { state, reason, at } = await obtain(piece, store, folders, options);
      parts.push({ name: piece.name, url: piece.url, state, ...(reason !== undefined && { reason }) });
      if (at !== undefined) found.push({ path: at, skip: piece.skip });
    }
    const states = parts.map(({ state }) => state);
    const state = (['missing', 'fetched'] as const).find((each) => states.includes(each)) ?? 'local';
    had.push({ file: { path, state, parts }, pieces: found });
  }
  progress.done();
  return had;
}

/** The index of shards brings no byte of the file. */
const isNeeded = ({ size, skip }: Piece): boolean => size === null || size === 0 || skip < size;

interface Obtained {
  state: CompletedFile['state'];
  at?: string;
  reason?: string;
}

async function obtain(
  piece: Piece,
  store: string,
  folders: readonly string[],
  options: CompleteOptions,
): Promise<Obtained> {
  const { progress = SILENT, check, github, wait } = options;
  const local = await findPiece(piece, piece.name, folders);
  if (local !== null) {
    progress.advance(piece.size ?? 0, piece.name);
    return { state: 'local', at: local };
  }
  // Addresses of a bag may all end in `/download`; its digest tells a piece apart, and finds it again at the next run.
  const { hex } = piece.digest;
  const kept = await findPiece(piece, hex, [store]);
  if (kept !== null) return { state: 'fetched', at: kept };
  await makeFolder(store);
  const at = join(store, hex);
  await expectRoom(piece, at);
  try {
    const advance = (count: number): void => progress.advance(count, piece.name);
    await downloadPiece(piece, at, { check, wait, advance, ...(github && { github }) });
    return { state: 'fetched', at };
  } catch (error) {
    if (error instanceof DownloadError) return { state: 'missing', reason: error.message };
    throw diskError(error, at);
  }
}

/** A server may send as many bytes as the bag says, and the bag may be anybody's. */
async function expectRoom({ size }: Piece, path: string): Promise<void> {
  await ownSize(path, 'isFile');
  const kept = await ownSize(`${path}.partial`, 'isFile');
  await checkSpace(path, Math.max(0, (size ?? 0) - kept));
}

/** Bytes of what earlier runs left at a place, 0 where there is nothing. A link, or anything else that is not ours, is a UsageError. */
async function ownSize(path: string, kind: 'isFile' | 'isDirectory'): Promise<number> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found?.[kind]() === false)
    throw new UsageError(
      `expected only what was fetched before at ${path}, found something else`,
      'Remove it, or choose another --out directory.',
    );
  return found?.size ?? 0;
}

function diskError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EACCES' && code !== 'ELOOP') return error;
  return new UsageError(
    `expected to write ${path}, found ${code}`,
    'Free some space or choose another --out directory; what was fetched is kept and taken up again.',
    { cause: error },
  );
}

interface Writing {
  path: string;
  target: string;
  options: CompleteOptions;
}

async function writeWhole(
  contents: BagContents,
  changes: Pick<AgainOptions, 'added' | 'without'>,
  { path, target, options }: Writing,
): Promise<CompleteDocument['bag']> {
  const { progress = SILENT, force = false } = options;
  const layout = sourceLayout(contents);
  const { plan, open } = await planAgain(contents, {
    name: nameOf(path, contents),
    layout: layout === 'directory' ? 'root' : layout,
    algorithms: await algorithmsOf(contents),
    ...changes,
  });
  const form = layout === 'tar' ? 'tar' : 'zip';
  return writeBag(plan, open, target, { form, progress, force });
}
