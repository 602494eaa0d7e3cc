import { readFile, writeFile } from 'node:fs/promises';
import { audit } from '../audit.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { loadConfig } from '../collect/load-config.js';
import { isObject, type Json, readJson } from '../containers/json-document.js';
import type { DataSource } from '../evidence/evidence.js';
import { canonicalJson } from '../report/json.js';
import { renderSourcesMarkdown, renderSourcesTerminal } from '../report/sources.js';
import { SOFTWARE } from '../software.js';
import { checkSources } from '../sources/check-sources.js';
import { politely } from '../sources/polite.js';
import { readMemory } from '../sources/read-memory.js';
import { SERVICES, type Services } from '../sources/source-kind.js';
import type { SourceMemory } from '../sources/source-state.js';
import { askWeb } from '../sources/web.js';
import { openTree } from '../tree/open.js';
import type { SourceTree } from '../tree/tree.js';
import { UsageError } from '../usage-error.js';
import type { CheckOptions } from './check.js';
import { TREE_OPTIONS } from './check.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';

interface SourcesCommandOptions extends CheckOptions {
  state?: string;
  service?: string;
  allowHost?: string;
}

export const sources: Command<SourcesCommandOptions> = {
  name: 'sources',
  arguments: '[dir or bag]',
  summary: 'is the training data that a repository or bag cites still reachable, moved, changed, gone?',
  options: [
    ...TREE_OPTIONS.filter(([flag]) => !flag.startsWith('--fail-on')),
    ['--state <file>', 'remembers what was seen, so that one bad day is no loss and a change is noticed'],
    ['--service <name=url,…>', `another address of a service (${Object.keys(SERVICES).join(', ')}): a mirror, a proxy`],
    ['--allow-host <host:port,…>', 'hosts of your own network that may be asked; others must be public'],
  ],
  async run([target = '.'], options, terminal) {
    const services = servicesOf(options.service);
    const trusted = [...Object.values(services), ...origins(options.allowHost)];
    const tree = await openTree(target, options);
    try {
      const progress = await openProgress(terminal, options);
      const config = await loadConfig(tree, options.config);
      const cited =
        (await citedInBag(tree)) ?? (await audit(tree, { config, progress })).assessment.evidence.dataSources;
      const now = new Date();
      const clock = { now: () => Date.now(), sleep };
      const { document, memory } = await checkSources(cited, {
        ask: politely(askWeb(trusted, `${SOFTWARE.name}/${SOFTWARE.version} (+${SOFTWARE.url})`), clock),
        day: now.toISOString().slice(0, 10),
        services,
        memory: await remembered(options.state),
        ignore: config.sources.ignore,
        progress,
      });
      progress.done();
      if (options.state !== undefined) await writeFile(options.state, canonicalJson(memory));
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
      return document.sources.some(({ state }) => state === 'gone' || state === 'disabled') ? 1 : 0;
    } finally {
      await tree.close();
    }
  },
};

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The citations that a bag's evidence holds; null where the target is no bag of ours. */
async function citedInBag(tree: SourceTree): Promise<DataSource[] | null> {
  const names = new Set(tree.entries.map(({ path }) => path));
  if (!names.has('bagit.txt') || !names.has('evidence.json')) return null;
  const source = await tree.open('evidence.json');
  try {
    const document = await readJson(source, DEFAULT_LIMITS);
    const found = isObject(document) ? document['dataSources'] : undefined;
    return Array.isArray(found) ? found.flatMap(asDataSource) : [];
  } finally {
    await source.close();
  }
}

function asDataSource(value: Json): DataSource[] {
  if (!isObject(value)) return [];
  const { kind, value: name, revision, path, line, packed } = value;
  if (typeof kind !== 'string' || typeof name !== 'string') return [];
  return [
    {
      kind: kind as DataSource['kind'],
      value: name,
      ...(typeof revision === 'string' && { revision }),
      path: typeof path === 'string' ? path : '',
      line: typeof line === 'number' ? line : 0,
      packed: packed === true,
    },
  ];
}

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

function servicesOf(given: string | undefined): Partial<Services> {
  const services: Partial<Services> = {};
  for (const part of given?.split(',') ?? []) {
    const [name, ...rest] = part.trim().split('=');
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
const origins = (hosts: string | undefined): string[] =>
  (hosts?.split(',') ?? []).flatMap((host) => {
    const url = `http://${host.trim()}`;
    if (!URL.canParse(url))
      throw new UsageError(`--allow-host expects a host, found "${host}"`, 'Write --allow-host data.example.org:8080.');
    return [url, url.replace('http:', 'https:')];
  });
