import { ruleIds } from '../assess/rules/registry.js';
import { nearest } from '../nearest.js';
import { readRulePage } from '../report/rule-page.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import type { CommonOptions } from './terminal.js';

export const command: Command<CommonOptions> = {
  name: 'explain',
  arguments: '<rule>',
  summary: 'what a rule means, why it matters and how to satisfy it',
  formats: ['terminal', 'markdown'],
  options: [],
  async run([rule = ''], options, terminal) {
    if (!ruleIds.includes(rule)) {
      const near = nearest(rule, ruleIds);
      throw new UsageError(
        `there is no rule ${JSON.stringify(rule)}`,
        near === undefined ? `The rules are: ${ruleIds.join(', ')}.` : `Did you mean ${near}?`,
      );
    }
    const page = await readRulePage(rule);
    await deliver('explain', { terminal: () => page, markdown: () => page }, terminal, options);
    return 0;
  },
};
