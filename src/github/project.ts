import path, { type PlatformPath, resolve } from 'node:path';
import type { Assessment } from '../assess/assessment.js';
import { exceeds } from '../assess/policy.js';
import { loadConfig } from '../collect/load-config.js';
import type { Config } from '../config.js';
import { openTree } from '../tree/open.js';
import type { SourceTree } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';
import { annotationsOf } from './annotations.js';
import { writeCheckRun } from './check-run.js';
import { absentToken, lfsNotFetched, noFiles, WorkflowError } from './errors.js';
import type { Api, Host } from './host.js';
import type { Inputs } from './inputs.js';
import { outputFolder, writeReports } from './report-files.js';
import { type Scanned, uploadSarif } from './sarif-upload.js';

/** One run of the Action: who it talks to, what it was asked, where it reads and writes. */
export interface Run {
  host: Host;
  inputs: Inputs;
  /** Absolute path of the project. */
  directory: string;
  /** The same relative to the workspace, '' at its top: what paths in annotations and SARIF begin with. */
  prefix: string;
  /** Folder for everything that is written. */
  folder: string;
  /** Remarks for the job summary, as messages. */
  remarks: string[];
}

export async function openRun(host: Host, inputs: Inputs): Promise<Run> {
  const workspace = resolve(host.env['GITHUB_WORKSPACE'] ?? '.');
  const directory = resolve(workspace, inputs.directory);
  return {
    host,
    inputs,
    directory,
    prefix: prefixOf(workspace, directory),
    folder: await outputFolder(host, inputs.commentKey),
    remarks: [],
  };
}

/** The folder of the project in the workspace, '' at its top and outside of it; other drives of Windows are outside too. */
export function prefixOf(
  workspace: string,
  directory: string,
  { relative, isAbsolute, sep }: PlatformPath = path,
): string {
  const inside = relative(workspace, directory);
  return inside.split(sep)[0] === '..' || isAbsolute(inside) ? '' : inside.split(sep).join('/');
}

/** Opens the project and its configuration. Throws WorkflowError where nothing was checked out. The caller closes it. */
export async function openProject(
  { host, inputs, directory }: Run,
  tag?: string,
): Promise<{ tree: SourceTree; config: Config }> {
  const tree = await openTree(directory, tag === undefined ? {} : { tag }).catch((error) => {
    throw error instanceof UsageError && /does not exist/.test(error.message) ? noFiles(inputs.directory) : error;
  });
  try {
    if (tree.entries.length === 0) throw noFiles(inputs.directory);
    return { tree, config: await configOf({ host, inputs }, tree) };
  } catch (error) {
    await tree.close();
    throw error;
  }
}

/** The configuration that the input names, else the project's own; `exports` are those of the input, where it has some. */
export async function configOf({ host, inputs }: Pick<Run, 'host' | 'inputs'>, tree: SourceTree): Promise<Config> {
  const workspace = host.env['GITHUB_WORKSPACE'] ?? '.';
  const file = inputs.config;
  const config = await loadConfig(tree, file === undefined ? undefined : resolve(workspace, file), file);
  return withInputs(inputs, config);
}

/** Inputs win over the configuration. */
export const withInputs = ({ exports }: Inputs, config: Config): Config =>
  exports === undefined ? config : { ...config, exports };

export interface ReportOptions {
  /** The token of this run can only read. */
  isReadOnly?: boolean;
  /** Commit at which people look for a check run; without it the one that was read. */
  sha?: string;
  /** What was read, for code scanning; without it the commit and the ref of the event. */
  scanned?: Scanned;
  /** False where the lines of the log belong to another commit. */
  isAnnotated?: boolean;
  /** The HTML report, where it is rendered already. */
  page?: string;
}

/** Files, outputs, annotations and, where asked for, a check run and SARIF: what every run leaves that assessed something. */
export async function report(
  run: Run,
  assessment: Assessment,
  config: Config,
  options: ReportOptions = {},
): Promise<void> {
  const { host, inputs, folder, prefix } = run;
  const { GITHUB_SHA = '', GITHUB_REF = '' } = host.env;
  const { isReadOnly = false, isAnnotated = true, scanned = { sha: GITHUB_SHA, ref: GITHUB_REF }, page } = options;
  const { sha = scanned.sha } = options;
  await writeReports(host, folder, assessment, { prefix, ...(page !== undefined && { page }) });
  if (isReadOnly && (inputs.checkRun || inputs.uploadSarif))
    run.remarks.push('neither a check run nor SARIF was written: the token of this run can only read');
  if (inputs.checkRun && !isReadOnly)
    await writeCheckRun(run, await apiWithToken(run, 'writing a check run'), assessment, {
      sha,
      failOn: thresholdOf(run, config),
    });
  else if (isAnnotated) for (const annotation of annotationsOf(assessment, prefix)) host.annotate(annotation);
  if (inputs.uploadSarif && !isReadOnly)
    await uploadSarif(run, await apiWithToken(run, 'uploading SARIF'), assessment, scanned);
}

/** The API for what needs a token. Throws WorkflowError without one. */
export async function apiWithToken({ host, inputs }: Run, doing: string): Promise<Api> {
  if (inputs.token === undefined) throw absentToken(doing);
  return host.api(inputs.token);
}

/** Lowest severity that fails. */
const thresholdOf = ({ inputs }: Run, config: Config): Config['failOn'] => inputs.failOn ?? config.failOn;

/** Throws what ends the job where findings reach the threshold; `undone` says what therefore did not happen. */
export function refuse(run: Run, assessment: Assessment, config: Config, undone = ''): void {
  if (!exceeds(assessment.findings, thresholdOf(run, config))) return;
  const pointers = assessment.findings.filter(({ rule }) => rule === 'lfs-pointer-model').map(({ path }) => path);
  if (pointers.length > 0) throw lfsNotFetched(pointers);
  throw new WorkflowError(
    `${assessment.summary}${undone === '' ? '' : ` ${undone}`}`,
    'The findings above and in the job summary say what to do. `fail-on` sets the threshold.',
  );
}
