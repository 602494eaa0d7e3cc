import { exceeds } from '../assess/policy.js';
import { audit } from '../audit.js';
import { loadConfig } from '../collect/load-config.js';
import { renderHtml } from '../report/html.js';
import { renderMarkdown } from '../report/markdown.js';
import { renderSarif } from '../report/sarif.js';
import { renderTerminal } from '../report/terminal.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import { openTarget } from './target.js';
import type { CommonOptions } from './terminal.js';

export interface CheckOptions extends CommonOptions {
  tag?: string;
  revision?: string;
}

/** Options that `check` and `pack` share. */
export const TREE_OPTIONS = [
  ['--config <file>', 'configuration (default: .github/modelbag.yml of the target)'],
  ['--tag <tag>', 'the release: its tree is read when it names a commit of the target'],
  ['--revision <rev>', 'read the tree at this revision'],
  ['--fail-on <severity>', 'lowest severity that makes the exit code 1', ['error', 'warning', 'never']],
] as const;

export const command: Command<CheckOptions> = {
  name: 'check',
  arguments: '[dir]',
  summary: 'collect, inspect, gather evidence, assess; report what stands between the repository and a good archive',
  formats: ['terminal', 'json', 'markdown', 'sarif', 'html'],
  options: TREE_OPTIONS,
  async run([target = '.'], options, terminal) {
    const tree = await openTarget(target, options);
    try {
      const config = await loadConfig(tree, options.config);
      const progress = await openProgress(terminal, options);
      const { assessment, inspections } = await audit(tree, {
        ...(options.tag !== undefined && { tag: options.tag }),
        config,
        digests: true,
        progress,
        day: new Date(),
      });
      progress.done();
      await deliver(
        'check',
        {
          terminal: (look) => renderTerminal(assessment, look),
          json: assessment,
          markdown: () => renderMarkdown(assessment),
          sarif: () => renderSarif(assessment),
          html: () => renderHtml(assessment, inspections),
        },
        terminal,
        options,
      );
      return exceeds(assessment.findings, options.failOn ?? config.failOn) ? 1 : 0;
    } finally {
      await tree.close();
    }
  },
};
