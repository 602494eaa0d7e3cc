import { allowedOrigins, GITHUB_ORIGINS } from '../bag/complete/allowed.js';
import { completeBag } from '../bag/complete/complete.js';
import type { GitHubAccess } from '../bag/complete/github-asset.js';
import { renderCompleteTerminal } from '../report/complete.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions, Terminal } from './terminal.js';

interface CompleteOptions extends CommonOptions {
  from?: string[];
  allow?: string[];
  force?: boolean;
}

export const command: Command<CompleteOptions> = {
  name: 'complete',
  arguments: '<bag>',
  summary: 'fetch what a bag refers to, join parts, write one whole verified bag',
  formats: ['terminal', 'json'],
  out: 'folder for the whole bag; default: that of the given one',
  options: [
    ['--from <dir...>', 'folder that may hold the missing files; that of the bag is always looked at'],
    ['--allow <host,...>', 'further hosts that may be fetched from, as example.org or http://127.0.0.1:8000'],
    ['--force', 'replace another file that has the name of the whole bag'],
  ],
  async run([path = ''], options, terminal) {
    const progress = await openProgress(terminal, options);
    const github = githubOf(terminal);
    const origins = [...GITHUB_ORIGINS, ...(options.allow ?? []), ...(github ? [github.server, github.api] : [])];
    const document = await completeBag(path, {
      check: allowedOrigins(origins.map(originOf)),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      progress,
      ...(github && { github }),
      ...(options.out !== undefined && { out: options.out }),
      ...(options.from && { from: options.from }),
      ...(options.force && { force: true }),
    });
    progress.done();
    // --out is the bag's folder; the result itself always goes to stdout.
    const { out: _folder, ...onStdout } = options;
    await deliver(
      'complete',
      { terminal: (look) => renderCompleteTerminal(document, look), json: document },
      terminal,
      onStdout,
    );
    const isWhole = document.verified || (document.files.length === 0 && document.problems.length === 0);
    return isWhole ? 0 : 1;
  },
};

/** Token and addresses as GitHub's runners and its command line name them. */
function githubOf({ env }: Terminal): GitHubAccess | undefined {
  const token = env['GITHUB_TOKEN'] || env['GH_TOKEN'];
  if (!token) return undefined;
  const address = (name: string, usual: string): string => (env[name] || usual).replace(/\/+$/, '');
  return {
    server: address('GITHUB_SERVER_URL', 'https://github.com'),
    api: address('GITHUB_API_URL', 'https://api.github.com'),
    token,
  };
}

/** The API of an Enterprise Server lies below a path of its host. */
const originOf = (address: string): string => (URL.canParse(address) ? new URL(address).origin : address);
