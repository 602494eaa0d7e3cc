import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../usage-error.js';

/**
 * What a rule means, as Markdown; `rule` is one of the registry. The page lies in docs/rules/ of the package, two folders up
 * from the sources and one up from dist/. Throws UsageError where the package is not whole.
 */
export async function readRulePage(rule: string): Promise<string> {
  for (const up of ['..', '../..']) {
    try {
      return await readFile(fileURLToPath(new URL(`${up}/docs/rules/${rule}.md`, import.meta.url)), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new UsageError(`the page of ${rule} is not installed`, 'Install modelbag again: docs/rules/ is missing.');
}
