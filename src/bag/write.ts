import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limits } from '../bytes/limits.js';
import { both } from '../bytes/parallel.js';
import { type Progress, SILENT } from '../progress.js';
import { UsageError } from '../usage-error.js';
import type { BagPlan } from './bag-plan.js';
import { createFile, type OpenSink, syncedMeanwhile } from './file-sink.js';
import {
  asUsageError,
  checkSpace,
  clearLeft,
  dropPartial,
  fileDigest,
  isSame,
  moveInto,
  nameBeside,
  otherFile,
  whatLiesAt,
} from './final-place.js';
import type { OpenCollected } from './read-checked.js';
import { BAG_LIMITS } from './verify/bag-limits.js';
import { type VerifyReport, verifyBag } from './verify.js';
import { folderForm } from './write/folder.js';
import type { BagForm } from './write/form.js';
import { tarForm } from './write/tar.js';
import { zipForm } from './write/zip.js';

/** Forms that a bag can be written in; the first is the usual one. */
export const BAG_FORMS: readonly BagForm[] = [zipForm, tarForm, folderForm];

export interface WriteOptions {
  form?: BagForm['id'];
  progress?: Progress;
  limits?: Limits;
  /** Replace something else that lies under the final name. */
  force?: boolean;
  /** Makes the files that are written; another one stands in for a disk that fails. */
  createFile?: OpenSink;
}

export interface WrittenBag {
  path: string;
  /** Bytes of the file; of all files together where it is a folder. */
  size: number;
  /** Of the file; where it is a folder, of its tag manifest, which vouches for every file in it. */
  sha256: string;
}

/**
 * Writes the planned bag beside `path`, verifies it by reading it back, and only then gives it its name; a failure leaves
 * nothing under either name. `open` opens the collected files. Every byte is digested while it is written: content that is
 * not what was planned is a UsageError. The same bag already there is success; another file is a UsageError without `force`.
 */
export async function writeBag(
  plan: BagPlan,
  open: OpenCollected,
  path: string,
  options: WriteOptions = {},
): Promise<WrittenBag> {
  const { progress = SILENT } = options;
  const form = BAG_FORMS.find(({ id }) => id === options.form) ?? zipForm;
  const size = form.size(plan);
  checkCount(plan, options.limits);
  let partial: string | undefined;
  try {
    await clearLeft(path);
    const present = await whatLiesAt(path);
    if (present !== 'nothing' && !options.force && !(await mayBeSame(path, form, plan))) throw otherFile(path);
    await checkSpace(path, size);
    partial = nameBeside(path, 'partial');
    progress.stage('pack', size, 'bytes');
    const create = syncedMeanwhile(options.createFile ?? createFile);
    const written = await form.write({ plan, open, progress, createFile: create }, partial);
    progress.done();
    // The disk takes its time to keep what was written; reading it back needs none of that. It is waited for all the same: a
    // file that was renamed before may lie without content under its new name after a crash of the machine.
    const [digest] = await both(readBack(form, partial, plan.apart, options), written.sync());
    if (present === 'nothing' || options.force) await moveInto(partial, path, present);
    else if (!(await isSame(partial, path))) throw otherFile(path);
    return { path, size: form.id === 'folder' ? size : (await stat(path)).size, sha256: digest };
  } catch (error) {
    throw asUsageError(error, path, size);
  } finally {
    if (partial !== undefined) await dropPartial(partial);
  }
}

/** Nothing is written in vain: what nobody would read back is told before. */
function checkCount({ zip: { entries } }: BagPlan, { members }: Limits = BAG_LIMITS): void {
  if (entries.length > members)
    throw new UsageError(
      `expected at most ${members} files and folders in a bag, found ${entries.length}`,
      'Put small files together in archives, or leave some out with an exclude pattern.',
    );
}

/** False where a look at what lies there tells that it is another bag; so that nothing is written in vain. */
async function mayBeSame(path: string, form: BagForm, plan: BagPlan): Promise<boolean> {
  const there = await stat(path);
  return there.isDirectory() === (form.id === 'folder') && (form.id !== 'zip' || there.size === plan.zip.size);
}

/** Digest of the written bag, after everything in it proved to be what its manifests say. */
async function readBack(form: BagForm, path: string, apart: BagPlan['apart'], options: WriteOptions): Promise<string> {
  const { limits = BAG_LIMITS, progress = SILENT } = options;
  const digested = form.id === 'folder' ? join(path, 'tagmanifest-sha256.txt') : path;
  const [report, digest] = await both(verifyBag(path, { limits, progress }), fileDigest(digested));
  const isComplete = report.verdict === 'valid' && report.crate.valid !== false;
  if (isComplete || lacksOnly(report, apart)) return digest;
  const [first] = [...report.problems, ...report.crate.problems];
  throw new Error(
    `the written bag did not verify: ${first?.file ?? ''} ${first?.kind ?? ''}: expected ${first?.expected ?? ''}, found ${first?.found ?? ''}`,
  );
}

/** Nothing is wrong but that the files beside the bag are not in it. */
function lacksOnly({ problems, crate }: VerifyReport, apart: BagPlan['apart']): boolean {
  const away = new Set(apart.map(({ path }) => path));
  return (
    problems.every(({ kind, file }) => kind === 'not-fetched' && away.has(file)) &&
    problems.length === away.size &&
    crate.valid !== false
  );
}
