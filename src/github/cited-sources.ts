import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audit } from '../audit.js';
import { canonicalJson } from '../report/json.js';
import { USER_AGENT } from '../software.js';
import { checkSources } from '../sources/check-sources.js';
import { politely } from '../sources/polite.js';
import { readMemory } from '../sources/read-memory.js';
import type { SourceMemory, SourcesDocument } from '../sources/source-state.js';
import { askWeb } from '../sources/web.js';
import { UsageError } from '../usage-error.js';
import { WorkflowError } from './errors.js';
import { openProject, type Run } from './project.js';
import { writeOutput } from './report-files.js';

/** What earlier weeks saw; a workflow that keeps this file lets two bad days tell more than one. */
export const MEMORY_NAME = 'modelbag-sources.json';

/**
 * Whether the data that the project cites can still be reached; null where no project is checked out, or, with a remark, where
 * it cannot be read: what was found of the bags must be told all the same.
 */
export async function checkCited(run: Run): Promise<SourcesDocument | null> {
  try {
    return await askForCited(run);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (!(error instanceof WorkflowError))
      run.remarks.push(`nothing was asked for the cited data: ${error.message}. ${error.advice}`);
    return null;
  }
}

async function askForCited(run: Run): Promise<SourcesDocument> {
  const { host, folder } = run;
  const { tree, config } = await openProject(run);
  try {
    const { assessment } = await audit(tree, { config, progress: host.progress });
    const clock = { now: () => performance.now(), sleep: (milliseconds: number) => host.wait(milliseconds) };
    const { document, memory } = await checkSources(assessment.evidence.dataSources, {
      ask: politely(askWeb([], USER_AGENT), clock),
      day: host.now.toISOString().slice(0, 10),
      memory: await remembered(run),
      ignore: config.sources.ignore,
      progress: host.progress,
    });
    await writeOutput(host, folder, 'sources-memory', MEMORY_NAME, canonicalJson(memory));
    return document;
  } finally {
    await tree.close();
  }
}

/** A memory that is lost or broken begins anew. */
async function remembered({ host, folder }: Run): Promise<Record<string, SourceMemory>> {
  const text = await readFile(join(folder, MEMORY_NAME), 'utf8').catch(() => '');
  const memory = text === '' ? {} : readMemory(text);
  if (memory === null) host.log(`${MEMORY_NAME} is nothing that an earlier run wrote, and is left out of account`);
  return memory ?? {};
}
