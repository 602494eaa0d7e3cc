import { join, relative } from 'node:path';
import type { ModelReport } from './assess/assessment.js';
import { embeddedData } from './assess/embedded-data.js';
import { assessModel } from './assess/model.js';
import { type Audit, audit } from './audit.js';
import { type BagLayout, layoutOf } from './bag/bag-layout.js';
import type { BagPlan } from './bag/bag-plan.js';
import type { PackDocument, PackedOutput } from './bag/document.js';
import { eventsOf } from './bag/events.js';
import type { PlanOptions } from './bag/facts.js';
import { writeText } from './bag/final-place.js';
import { planBag } from './bag/plan.js';
import { planSplitBag } from './bag/split/plan-split.js';
import { releaseUrl } from './bag/split/release-url.js';
import { writeParts } from './bag/split/write-parts.js';
import { writeBag } from './bag/write.js';
import { EARLIEST } from './bag/zip/records.js';
import { digestsOf } from './bytes/digest.js';
import type { Digests } from './bytes/pass.js';
import type { Refusal } from './collect/collection.js';
import type { Config } from './config.js';
import { type Progress, SILENT } from './progress.js';
import { renderHtml } from './report/html.js';
import { canonicalJson } from './report/json.js';
import { renderMarkdown } from './report/markdown.js';
import { schemaFiles } from './schemas.js';
import { SOFTWARE } from './software.js';
import { makeFolder } from './tree/make-folder.js';
import type { SourceTree } from './tree/tree.js';
import { UsageError } from './usage-error.js';

export interface PackOptions {
  tag: string;
  config: Config;
  /** Folder for the bag and its side files; made where it is missing. */
  out: string;
  /** Time of everything in the bag, seconds since 1970: wins over the repository's own (SOURCE_DATE_EPOCH). */
  epoch?: number;
  /** Time to use where the repository knows none, seconds since 1970. */
  date?: number;
  /** When this happens, for the dated events beside the bag; never for anything inside of it. */
  now: Date;
  force?: boolean;
  /**
   * No written file may be longer than `limit` bytes: what does not fit lies beside the bag (see bag/split/apart.ts).
   * `urlPrefix` is what stands before its name once published; by default that of a release at the repository's origin.
   */
  split?: { limit: number; urlPrefix?: string; reshard?: boolean };
  progress?: Progress;
}

/**
 * Audits a tree and writes its bag, read back and verified before it gets its name, and the side files.
 * Throws UsageError where another file has the bag's name, the disk is full or an input changes while it is read.
 */
export async function pack(tree: SourceTree, options: PackOptions): Promise<PackDocument> {
  const { tag, config, out, progress = SILENT } = options;
  const layout = layoutOf(config.bag.layout);
  if (options.split && layout.form === 'folder')
    throw new UsageError('expected a bag in one file to split, found bag.layout: directory', 'Leave out one of both.');
  const time = timeOf(tree, options);
  if (time.note) tree.notes.push(time.note);
  // What a bag says must not depend on the day that it is packed.
  const day = new Date(time.seconds * 1000);
  const audited = await audit(tree, { tag, config, digests: true, exports: true, progress, day });
  const { assessment } = audited;
  const none = { schema: 'modelbag/pack/1' as const, parts: [], check: assessment };
  if (isUndecided(audited, config)) return { ...none, bag: null, report: null, events: null, verified: false };
  const html = renderHtml(assessment, audited.inspections, audited.copies);
  const planned: PlanOptions = {
    tag,
    time: time.seconds,
    software: SOFTWARE,
    layout: layout.id,
    rocrate: config.bag.rocrate,
    algorithms: config.bag.algorithms,
    digests: await moreDigests(audited, config.bag.algorithms, progress),
    leaveOut: excludedModels(audited, config),
    documents: [
      { path: 'report.md', text: renderMarkdown(assessment) },
      { path: 'report.html', text: html },
      { path: 'evidence.json', text: canonicalJson(archivedEvidence(audited)) },
      ...schemaFiles(),
    ],
  };
  const plan = await planFor(audited, planned, options);
  await makeFolder(out);
  const path = join(out, `${plan.name}${layout.extension}`);
  const writing = { form: layout.form, progress, ...(options.force && { force: true }) };
  const parts = await writeParts(plan.apart, audited.collection.open, out, writing);
  const bag = await writeBag(plan, audited.collection.open, path, writing);
  const report = `${path}.report.html`;
  const events = `${path}.events.json`;
  await writeText(`${path}.sha256`, checksums([digested(bag, layout), ...parts], out));
  await writeText(report, html);
  const happened = { now: options.now, agent: `${SOFTWARE.name} ${SOFTWARE.version}`, copies: audited.copies };
  await writeText(events, canonicalJson(eventsOf(plan, bag, happened)));
  const exports = audited.copies.length > 0 && { exports: audited.copies };
  return { ...none, bag, parts, report, events, ...exports, verified: true };
}

const planFor = (
  audited: Audit,
  planned: PlanOptions,
  { split, tag, config }: PackOptions,
): BagPlan | Promise<BagPlan> =>
  split
    ? planSplitBag(
        audited,
        planned,
        {
          limit: split.limit,
          urlPrefix: split.urlPrefix ?? releaseUrl(audited.collection.tree.origin, tag),
          reshard: split.reshard ?? config.bag.reshard,
        },
        audited.collection.open,
      )
    : planBag(audited, planned);

/** In the format of sha256sum. */
const checksums = (files: readonly Pick<PackedOutput, 'path' | 'sha256'>[], folder: string): string =>
  files.map(({ path, sha256 }) => `${sha256}  ${relative(folder, path).replaceAll('\\', '/')}\n`).join('');

/** The digest of a folder is that of the file in it which vouches for all others. */
const digested = (bag: PackedOutput, { form }: BagLayout): Pick<PackedOutput, 'path' | 'sha256'> =>
  form === 'folder' ? { path: join(bag.path, 'tagmanifest-sha256.txt'), sha256: bag.sha256 } : bag;

/** Digests by the algorithms that the audit does not need; each file is read once more for them. */
async function moreDigests(
  { assessment, collection }: Audit,
  algorithms: Config['bag']['algorithms'],
  progress: Progress,
): Promise<Map<string, Digests>> {
  const wanted = algorithms.filter((algorithm) => algorithm !== 'sha256');
  const digests = new Map<string, Digests>();
  if (wanted.length === 0) return digests;
  progress.stage(
    'digest',
    assessment.files.reduce((sum, { size }) => sum + size, 0),
    'bytes',
  );
  for (const { path, size, sha256 } of assessment.files) {
    if (sha256 === '') continue; // it was not readable and is not packed
    const source = await collection.open(path);
    try {
      digests.set(path, await digestsOf(source, wanted));
    } finally {
      await source.close();
    }
    progress.advance(size, path);
  }
  progress.done();
  return digests;
}

/** Publishing cannot be undone: models that carry rows of their training data wait for a decision. */
const isUndecided = ({ inspections }: Audit, config: Config): boolean =>
  config.embeddedData === undefined && inspections.some((inspection) => embeddedData(inspection) !== null);

/** Models that stay out because they carry training data and the configuration says `embedded-data: exclude`. */
function excludedModels({ inspections }: Audit, config: Config): Refusal[] {
  if (config.embeddedData !== 'exclude') return [];
  return inspections
    .filter((inspection) => embeddedData(inspection) !== null)
    .flatMap(({ path, companions }) => [path, ...companions])
    .map((path) => ({
      path,
      kind: 'excluded' as const,
      reason: 'the model carries rows of its training data',
      advice: 'Save it without them, or set `embedded-data: accept` where they may be published.',
    }));
}

/** What the bag's evidence.json holds: how the models came to be, and what every model file contains. */
const archivedEvidence = ({ assessment, inspections }: Audit): object => ({
  ...assessment.evidence,
  repository: assessment.repository,
  revision: assessment.revision,
  tag: assessment.tag,
  models: inspections.map((inspection): ModelReport => assessModel(inspection, { tensors: true })),
});

/** The one time in the bag, and the remark for the report where it is not the repository's own. */
function timeOf(tree: SourceTree, { epoch, date }: PackOptions): { seconds: number; note?: string } {
  if (epoch !== undefined) return { seconds: epoch };
  if (tree.revision) return { seconds: tree.revision.time };
  if (date !== undefined) return { seconds: date };
  return {
    seconds: EARLIEST,
    note: 'no commit or tag gives a time, so that files in the bag are dated 1980-02-01; --date sets another',
  };
}
