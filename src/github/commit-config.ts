import { access } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { loadConfigAt } from '../collect/load-config.js';
import type { Config } from '../config.js';
import type { SourceTree } from '../tree/tree.js';
import { openApiTree } from './api-tree.js';
import type { Api } from './host.js';
import { configOf, type Run, withInputs } from './project.js';

/**
 * The configuration of a commit that is read through the API as `tree`: where the input names a file that was not checked out,
 * it is one of that commit. Throws UsageError.
 */
export async function configAt(run: Run, api: Api, commit: string, tree: SourceTree): Promise<Config> {
  const { host, inputs, prefix } = run;
  const file = inputs.config;
  if (file === undefined || (await isThere(resolve(host.env['GITHUB_WORKSPACE'] ?? '.', file))))
    return configOf(run, tree);
  // The input is relative to the workspace, the tree may be a folder of it.
  const whole = prefix === '' ? tree : await openApiTree({ host, api }, commit, '', null);
  try {
    return withInputs(inputs, await loadConfigAt(whole, posix.normalize(file)));
  } finally {
    if (whole !== tree) await whole.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
