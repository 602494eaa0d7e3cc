import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Assessment } from '../assess/assessment.js';
import { renderSarif } from '../report/sarif.js';
import { explained } from './errors.js';
import { type Api, type Host, repositoryOf } from './host.js';

/** The commit that was read, and what it is called at GitHub. */
export interface Scanned {
  sha: string;
  ref: string;
}

/** Sends the findings to code scanning. Throws WorkflowError. */
export async function uploadSarif(
  { host, prefix }: { host: Host; prefix: string },
  api: Api,
  assessment: Assessment,
  { sha, ref }: Scanned,
): Promise<void> {
  const bytes = await promisify(gzip)(renderSarif(assessment, { prefix }));
  try {
    await api.rest.codeScanning.uploadSarif({
      ...repositoryOf(host),
      commit_sha: sha,
      ref,
      sarif: bytes.toString('base64'),
      tool_name: 'modelbag',
    });
  } catch (error) {
    throw explained(error, 'uploading SARIF', { 'security-events': 'write' });
  }
}
