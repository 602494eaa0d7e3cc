import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isSame, otherFile, whatLiesAt } from '../bag/final-place.js';
import { parseSize } from '../config.js';
import { type ExportDocument, exportModel, type WrittenExport } from '../export/export-model.js';
import type { Exporter, ExportOptions } from '../export/exporter.js';
import { EXPORTERS, exportersFor } from '../export/registry.js';
import { rootedAt } from '../formats/file-access.js';
import { Unopenable } from '../formats/open-model.js';
import { renderExportTerminal } from '../report/export.js';
import { renderExportHtml } from '../report/html/exports.js';
import { canonicalJson } from '../report/json.js';
import { diskAccess } from '../tree/disk-access.js';
import { makeFolder } from '../tree/make-folder.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { openPlace } from './model-place.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

interface ExportCommandOptions extends CommonOptions {
  to?: string[];
  force?: boolean;
  mostParameters?: string;
  shard?: string;
}

export const command: Command<ExportCommandOptions> = {
  name: 'export',
  arguments: '<model>',
  summary: 'an open copy of a model, read back and proven equal; never executes the model',
  formats: ['terminal', 'json', 'html'],
  out: 'folder for the copies and their proofs; default: the working directory',
  options: [
    ['--to <format,...>', `${EXPORTERS.map(({ id }) => id).join(', ')}; all: whatever is possible`],
    ['--most-parameters <number>', 'largest model that is written as text (default 100000)'],
    ['--shard <size>', 'longest file; larger safetensors are written as shards with an index (default 2 GiB)'],
    ['--force', 'replace other files of the same name'],
  ],
  async run([model], options, terminal) {
    const { to = [] } = options;
    const exporters = exportersOf(to);
    const chosen = exportOptions(options);
    const out = options.out ?? '.';
    const place = await openPlace(model as string);
    const progress = await openProgress(terminal, options);
    try {
      await makeFolder(out);
      const partial = await mkdtemp(join(out, '.modelbag-export-'));
      try {
        const target = { write: writerInto(partial), files: rootedAt(partial, diskAccess()) };
        const document = await exportModel(place, exporters, target, { ...chosen, progress });
        await settle(document, partial, out, options.force ?? false);
        // --out is the folder of the copies; the result itself always goes to stdout.
        const { out: _folder, ...onStdout } = options;
        await deliver(
          'export',
          {
            terminal: (look) => renderExportTerminal(document, out, look),
            json: document,
            html: () => renderExportHtml(document),
          },
          terminal,
          onStdout,
        );
        return exitCode(document, to.includes('all'));
      } finally {
        await rm(partial, { recursive: true, force: true });
      }
    } catch (error) {
      if (error instanceof Unopenable)
        throw new UsageError(`cannot export ${model}: ${error.message}`, 'Name one model file or directory.');
      throw error;
    } finally {
      progress.done();
      await place.close();
    }
  },
};

const writerInto =
  (folder: string) =>
  (name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> =>
    pipeline(
      Readable.from(bytes, { objectMode: true, highWaterMark: 2 }),
      createWriteStream(join(folder, name), { flags: 'wx' }),
    );

/** Gives proven copies their names, each with its proof beside it. A copy that is not equal is never kept. */
async function settle(document: ExportDocument, partial: string, out: string, force: boolean): Promise<void> {
  const kept = document.exports.filter(({ proof }) => proof.verdict !== 'not-equal');
  for (const { files } of kept)
    for (const { path } of files)
      if (
        !force &&
        (await whatLiesAt(join(out, path))) !== 'nothing' &&
        !(await isSame(join(out, path), join(partial, path)))
      )
        throw otherFile(join(out, path));
  for (const written of kept) {
    for (const { path } of written.files) await rename(join(partial, path), join(out, path));
    await writeFile(join(out, proofName(written)), canonicalJson(written.proof));
  }
}

const proofName = ({ path }: WrittenExport): string => `${path}.proof.json`;

function exportersOf(to: readonly string[]): readonly Exporter[] {
  if (to.length === 0) throw new UsageError('export needs --to', `Write --to ${EXPORTERS[0]?.id}, or --to all.`);
  return to.includes('all') ? EXPORTERS : exportersFor(to);
}

function exportOptions({ mostParameters, shard }: ExportCommandOptions): Partial<ExportOptions> {
  const most = mostParameters === undefined ? undefined : Number(mostParameters);
  if (most !== undefined && !(Number.isSafeInteger(most) && most >= 0))
    throw new UsageError(
      `--most-parameters expects a number, found "${mostParameters}"`,
      'Write --most-parameters 100000.',
    );
  const size = shard === undefined ? undefined : parseSize(shard);
  if (size === null || size === 0)
    throw new UsageError(`--shard expects a size, found "${shard}"`, 'Write --shard 2GB.');
  return {
    ...(most !== undefined && { mostTextParameters: most }),
    ...(size !== undefined && { shardBytes: size }),
  };
}

/** 1 where a copy that was asked for is not there or not equal; of `all`, only where none is. */
function exitCode({ exports, notPossible }: ExportDocument, all: boolean): 0 | 1 {
  const failed = exports.some(({ proof }) => proof.verdict === 'not-equal');
  return failed || (all ? exports.length === 0 : notPossible.length > 0) ? 1 : 0;
}
