import { createHash } from 'node:crypto';
import { sha256Of } from '../bytes/digest.js';
import { FormatError } from '../bytes/format-error.js';
import type { FileAccess } from '../formats/file-access.js';
import { openContents } from '../formats/open-contents.js';
import { type Progress, SILENT } from '../progress.js';
import { EXACT, type ModelPlace } from '../reproduce/compare.js';
import { portableStem } from '../tree/portable-stem.js';
import {
  DEFAULT_EXPORT_OPTIONS,
  type Exporter,
  type ExportOptions,
  type ExportPlan,
  isPossible,
  type NotPossible,
} from './exporter.js';
import { fittedInR } from './fitted-in-r.js';
import { NotExportable } from './not-exportable.js';
import type { LeftOut, Proof, ProofResult } from './proof.js';

/** `modelbag/export/1` */
export interface ExportDocument {
  schema: 'modelbag/export/1';
  model: { path: string; format: string; sha256: string };
  exports: WrittenExport[];
  notPossible: ({ to: string } & NotPossible)[];
}

export interface WrittenExport {
  to: string;
  /** The entry, relative to the export's folder. */
  path: string;
  size: number;
  sha256: string;
  files: { path: string; size: number; sha256: string }[];
  leftOut: LeftOut[];
  proof: Proof;
}

/** Where exports go, and how they are read back. */
export interface ExportTarget {
  /** Writes a file of the export; resolves when all of it is there. */
  write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** What was written, for the proof. */
  files: FileAccess;
}

/** Exports a model to each target, reads every copy back and proves it. Never executes anything. */
export async function exportModel(
  model: ModelPlace,
  exporters: readonly Exporter[],
  target: ExportTarget,
  options: Partial<ExportOptions> & { stem?: string; progress?: Progress } = {},
): Promise<ExportDocument> {
  const { progress = SILENT, stem = stemOf(model.path), ...chosen } = options;
  const opened = await openContents(model.path, model.files);
  try {
    const sha256 = await sha256Of(opened.source);
    const about = { path: model.path, format: opened.format.id, sha256 };
    const document: ExportDocument = { schema: 'modelbag/export/1', model: about, exports: [], notPossible: [] };
    const source = {
      path: model.path,
      format: opened.format,
      sha256,
      contents: opened.contents,
      tensors: opened.tensors.filter(({ bookkeeping }) => !bookkeeping),
      structure: opened.structure,
    };
    progress.stage('export', exporters.length);
    for (const exporter of exporters) {
      const plan = await planOrReason(exporter, source, stem, { ...DEFAULT_EXPORT_OPTIONS, ...chosen });
      const written = isPossible(plan) ? await writeAndProve(exporter, plan, model, about, target) : plan;
      if ('reason' in written) document.notPossible.push({ to: exporter.id, ...written });
      else document.exports.push(written);
      progress.advance(1, exporter.id);
    }
    progress.done();
    return document;
  } finally {
    await opened.close();
  }
}

type Source = Parameters<Exporter['plan']>[0];

/** A file that contradicts its format has no export; the reader says why. */
async function planOrReason(
  exporter: Exporter,
  source: Source,
  stem: string,
  options: ExportOptions,
): Promise<ExportPlan | NotPossible> {
  try {
    const refusal = exporter.proof === 'tensors' ? fittedInR(source) : null;
    return refusal ?? (await exporter.plan(source, stem, options));
  } catch (error) {
    return unreadable(error);
  }
}

async function writeAndProve(
  exporter: Exporter,
  plan: ExportPlan,
  model: ModelPlace,
  native: Proof['native'],
  target: ExportTarget,
): Promise<WrittenExport | NotPossible> {
  const files: WrittenExport['files'] = [];
  try {
    for (const { name, bytes } of plan.files) {
      const hash = createHash('sha256');
      let size = 0;
      await target.write(name, passing(bytes(), (part) => {
        hash.update(part);
        size += part.length;
      })); // biome-ignore format: the callback reads best here
      files.push({ path: name, size, sha256: hash.digest('hex') });
    }
  } catch (error) {
    return unreadable(error);
  }
  const [entry] = files as [WrittenExport['files'][number]];
  const result = await provenOrBroken(exporter, plan, model, { path: entry.path, files: target.files });
  if (!('verdict' in result)) return result;
  const proof: Proof = {
    schema: 'modelbag/proof/1',
    native,
    open: { path: entry.path, format: exporter.id, files },
    ...result,
    leftOut: [...plan.leftOut],
  };
  return { to: exporter.id, ...entry, files, leftOut: [...plan.leftOut], proof };
}

/** A copy that cannot be read back is not equal; of a model whose answers nobody here knows there is none. */
async function provenOrBroken(
  { proof }: Exporter,
  plan: ExportPlan,
  native: ModelPlace,
  written: ModelPlace,
): Promise<ProofResult | NotPossible> {
  try {
    return await plan.prove(native, written);
  } catch (error) {
    if (error instanceof NotExportable) return { reason: error.reason, instead: error.instead };
    if (!(error instanceof FormatError)) throw error;
    return {
      method: proof,
      verdict: 'not-equal',
      tolerance: EXACT,
      compared: 0,
      elements: 0,
      worst: null,
      remarks: [`the copy cannot be read back: ${error.message}`],
    };
  }
}

async function* passing(parts: AsyncIterable<Uint8Array>, see: (part: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    see(part);
    yield part;
  }
}

function unreadable(error: unknown): NotPossible {
  if (!(error instanceof FormatError)) throw error;
  return {
    reason: `the model cannot be read: ${error.message}`,
    instead: 'modelbag inspect MODEL says what is wrong with the file.',
  };
}

/** File name without its endings, as exports are called. */
export function stemOf(path: string): string {
  const name = path.replace(/\/+$/, '').slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1);
  return portableStem(name.replace(/(?<=.)(?:\.[A-Za-z][A-Za-z0-9]{0,10}){1,2}$/, ''));
}
