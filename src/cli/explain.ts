import { ruleIds } from '../assess/rules/registry.js';
import { readRulePage } from '../report/rule-page.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { type CommonOptions, writeAll } from './terminal.js';

export const command: Command<CommonOptions> = {
  name: 'explain',
  arguments: '<rule>',
  summary: 'what a rule means, why it matters and how to satisfy it',
  options: [],
  async run([rule = ''], _options, terminal) {
    if (!ruleIds.includes(rule)) {
      throw new UsageError(`there is no rule ${JSON.stringify(rule)}`, `The rules are: ${ruleIds.join(', ')}.`);
    }
    await writeAll(terminal.stdout, await readRulePage(rule));
    return 0;
  },
};
