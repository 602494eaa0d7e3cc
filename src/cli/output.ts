import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../report/json.js';
import { UsageError } from '../usage-error.js';
import { type CommonOptions, type Format, type Terminal, wantsColor, widthOf, writeAll } from './terminal.js';

/** One result in every form that its command offers. */
export interface Renderings {
  terminal(look: { color: boolean; width: number }): string;
  /** The public document; always there. */
  json: unknown;
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
  const text = render(command, format, renderings, terminal, options, folder !== undefined);
  if (folder === undefined) return writeAll(terminal.stdout, text);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `modelbag-${command}.${EXTENSION[format]}`);
  await writeFile(path, text);
  if (!options.quiet) terminal.stderr.write(`modelbag: wrote ${path}\n`);
}

function render(
  command: string,
  format: Format,
  renderings: Renderings,
  terminal: Terminal,
  options: CommonOptions,
  toFile: boolean,
): string {
  if (format === 'json') return canonicalJson(renderings.json);
  if (format === 'terminal')
    return renderings.terminal({ color: !toFile && wantsColor(terminal, options), width: widthOf(terminal) });
  const written = renderings[format];
  if (!written) {
    throw new UsageError(`${command} has no ${format} form`, `Use --format terminal or --format json.`);
  }
  return written();
}
