import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { audit } from '../audit.js';
import { loadConfig } from '../collect/load-config.js';
import { citedInBag } from '../evidence/archived-sources.js';
import { canonicalJson } from '../report/json.js';
import { renderSourcesMarkdown, renderSourcesTerminal } from '../report/sources.js';
import { USER_AGENT } from '../software.js';
import { checkSources } from '../sources/check-sources.js';
import { politely } from '../sources/polite.js';
import { readMemory } from '../sources/read-memory.js';
import { SERVICES, type Services } from '../sources/source-kind.js';
import { isDead, type SourceMemory } from '../sources/source-state.js';
import { askWeb } from '../sources/web.js';
import { makeFolder } from '../tree/make-folder.js';
import { UsageError } from '../usage-error.js';
import type { CheckOptions } from './check.js';
import { TREE_OPTIONS } from './check.js';
import type { Command } from './command.js';
import { deliver, expectFolder } from './output.js';
import { openProgress } from './progress.js';
import { openTarget } from './target.js';

interface SourcesCommandOptions extends CheckOptions {
  state?: string;
  service?: string[];
  allowHost?: string[];
}

export const command: Command<SourcesCommandOptions> = {
  name: 'sources',
  arguments: '[dir-or-bag]',
  summary: 'is the training data that a repository or bag cites still reachable, moved, changed, gone?',
  formats: ['terminal', 'json', 'markdown'],
  options: [
    ...TREE_OPTIONS.filter(([flag]) => !flag.startsWith('--fail-on')),
    ['--state <file>', 'remembers what was seen, so that one bad day is no loss and a change is noticed'],
    [
      '--service <name=url,...>',
      `another address of a service (${Object.keys(SERVICES).join(', ')}): a mirror, a proxy`,
    ],
    ['--allow-host <host:port,...>', 'host of your own network that may be asked; others must be public'],
  ],
  async run([target = '.'], options, terminal) {
    const services = servicesOf(options.service);
    const trusted = [...Object.values(services), ...origins(options.allowHost)];
    if (options.state !== undefined) await expectFolder('--state', dirname(options.state));
    const tree = await openTarget(target, options);
    try {
      const progress = await openProgress(terminal, options);
      const config = await loadConfig(tree, options.config);
      const cited =
        (await citedInBag(tree)) ?? (await audit(tree, { config, progress })).assessment.evidence.dataSources;
      const now = new Date();
      const clock = { now: () => Date.now(), sleep };
      const { document, memory } = await checkSources(cited, {
        ask: politely(askWeb(trusted, USER_AGENT), clock),
        day: now.toISOString().slice(0, 10),
        services,
        memory: await remembered(options.state),
        ignore: config.sources.ignore,
        progress,
      });
      progress.done();
      if (options.state !== undefined) {
        await makeFolder(dirname(options.state));
        await writeFile(options.state, canonicalJson(memory));
      }
      await deliver(
        'sources',
        {
          terminal: (look) => renderSourcesTerminal(document, look),
          json: document,
          markdown: () => renderSourcesMarkdown(document),
        },
        terminal,
        options,
      );
      return document.sources.some(({ state }) => isDead(state)) ? 1 : 0;
    } finally {
      await tree.close();
    }
  },
};

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function remembered(path: string | undefined): Promise<Record<string, SourceMemory>> {
  if (path === undefined) return {};
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return {};
  const memory = readMemory(text);
  if (!memory)
    throw new UsageError(
      `expected what an earlier check wrote at ${path}, found something else`,
      'Remove the file, or name another one.',
    );
  return memory;
}

function servicesOf(given: readonly string[] = []): Partial<Services> {
  const services: Partial<Services> = {};
  for (const part of given) {
    const [name, ...rest] = part.split('=');
    const url = rest.join('=').replace(/\/+$/, '');
    if (!name || !Object.hasOwn(SERVICES, name) || !URL.canParse(url))
      throw new UsageError(
        `--service expects a name and an address, found "${part}"`,
        `Write --service huggingFace=https://hub.example.org; names: ${Object.keys(SERVICES).join(', ')}.`,
      );
    services[name as keyof Services] = url;
  }
  return services;
}

/** Both schemes of hosts that the user trusts. */
const origins = (hosts: readonly string[] = []): string[] =>
  hosts.flatMap((host) => {
    const url = `http://${host}`;
    if (!URL.canParse(url))
      throw new UsageError(`--allow-host expects a host, found "${host}"`, 'Write --allow-host data.example.org:8080.');
    return [url, url.replace('http:', 'https:')];
  });
