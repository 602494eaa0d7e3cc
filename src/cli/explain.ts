import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ruleIds } from '../assess/rules/registry.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { type CommonOptions, writeAll } from './terminal.js';

export const explain: Command<CommonOptions> = {
  name: 'explain',
  arguments: '<rule>',
  summary: 'what a rule means, why it matters and how to satisfy it',
  options: [],
  async run([rule = ''], _options, terminal) {
    if (!ruleIds.includes(rule)) {
      throw new UsageError(`there is no rule ${JSON.stringify(rule)}`, `The rules are: ${ruleIds.join(', ')}.`);
    }
    await writeAll(terminal.stdout, await readPage(rule));
    return 0;
  },
};

/** The page lies in docs/rules/ of the package, two folders up from the sources and one up from dist/. */
async function readPage(rule: string): Promise<string> {
  for (const up of ['..', '../..']) {
    try {
      return await readFile(fileURLToPath(new URL(`${up}/docs/rules/${rule}.md`, import.meta.url)), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new UsageError(`the page of ${rule} is not installed`, 'Install modelbag again: docs/rules/ is missing.');
}
