import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assessment } from '../assess/assessment.js';
import { renderBadge } from '../report/badge.js';
import { renderHtml } from '../report/html.js';
import { canonicalJson } from '../report/json.js';
import { renderMarkdown } from '../report/markdown.js';
import { renderSarif } from '../report/sarif.js';
import { makeFolder } from '../tree/make-folder.js';
import type { Host } from './host.js';
import type { OutputName } from './outputs.js';

/** The report among the files of a run; companions and `command: publish` look for it by this name. */
export const REPORT_NAME = 'modelbag-report.json';

/** Everything that a run writes lies in one folder, ready to be kept as an artifact: `$RUNNER_TEMP/<comment-key>`. */
export async function outputFolder({ env }: Pick<Host, 'env'>, key: string): Promise<string> {
  const folder = join(env['RUNNER_TEMP'] ?? tmpdir(), key);
  await makeFolder(folder);
  return folder;
}

/** Writes one file and says its path as an output. */
export async function writeOutput(
  host: Host,
  folder: string,
  output: OutputName,
  name: string,
  text: string,
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  host.output(output, path);
  return path;
}

/** The report in every form, as files and outputs. `prefix`: folder of the project in the repository; `page`: the HTML, where it is known. */
export async function writeReports(
  host: Host,
  folder: string,
  assessment: Assessment,
  { prefix, page = renderHtml(assessment) }: { prefix: string; page?: string },
): Promise<void> {
  host.output('verdict', assessment.verdict);
  await writeOutput(host, folder, 'report-json', REPORT_NAME, canonicalJson(assessment));
  await writeOutput(host, folder, 'report-markdown', 'modelbag-report.md', renderMarkdown(assessment));
  await writeOutput(host, folder, 'report-html', 'modelbag-report.html', page);
  await writeOutput(host, folder, 'sarif', 'modelbag.sarif', renderSarif(assessment, { prefix }));
  await writeOutput(host, folder, 'badge', 'modelbag-badge.json', renderBadge(assessment));
}
