import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson } from '../report/json.js';
import { makeFolder } from '../tree/make-folder.js';
import { UsageError } from '../usage-error.js';
import { type CommonOptions, type Format, type Terminal, wantsColor, widthOf } from './terminal.js';

/** One result in every form that its command offers (`Command.formats`). */
export interface Renderings {
  terminal(look: { color: boolean; width: number }): string;
  /** The public document. */
  json?: unknown;
  markdown?(): string;
  sarif?(): string;
  html?(): string;
  csv?(): string;
}

const EXTENSION: Record<Format, string> = {
  terminal: 'txt',
  json: 'json',
  markdown: 'md',
  sarif: 'sarif',
  html: 'html',
  csv: 'csv',
};

/** Writes a result in the chosen form: to stdout, or into `folder` as `modelbag-<command>.<ext>`. */
export async function deliver(
  command: string,
  renderings: Renderings,
  terminal: Terminal,
  options: Omit<CommonOptions, 'failOn'>,
): Promise<void> {
  const folder = options.out;
  const format = options.format ?? 'terminal';
  const text = render(format, renderings, terminal, options, folder !== undefined);
  if (folder === undefined) return terminal.stdout.write(text);
  await makeFolder(folder);
  const path = join(folder, `modelbag-${command}.${EXTENSION[format]}`);
  await writeFile(path, text);
  if (!options.quiet) await terminal.stderr.write(`modelbag: wrote ${path}\n`);
}

/** Refuses before any work what could only fail after it: a folder that is none, or that must not be written. */
export async function expectFolder(flag: string, folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && dirname(folder) !== folder) return null;
    if (error.code === 'ENOTDIR') return 'below a file' as const;
    throw error;
  });
  if (found === null) return expectFolder(flag, dirname(folder));
  if (found === 'below a file' || !found.isDirectory())
    throw new UsageError(`${flag} expects a folder, found a file at ${folder}`, 'Name another folder.');
  const isWritable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable)
    throw new UsageError(
      `${flag} expects a folder that can be written, found none at ${folder}`,
      'Change its permissions, or name another folder.',
    );
}

function render(
  format: Format,
  renderings: Renderings,
  terminal: Terminal,
  options: CommonOptions,
  toFile: boolean,
): string {
  if (format === 'terminal')
    return renderings.terminal({ color: !toFile && wantsColor(terminal, options), width: widthOf(terminal) });
  if (format === 'json' && renderings.json !== undefined) return canonicalJson(renderings.json);
  const written = format === 'json' ? undefined : renderings[format];
  if (!written) throw new Error(`expected a ${format} form of what is offered in it, found none`);
  return written();
}
