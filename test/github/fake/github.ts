import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerApi } from './api.js';
import type { Hosts } from './call.js';
import type { Violation } from './contract.js';
import { type Fault, Faults } from './faults.js';
import { Journal } from './journal.js';
import { type Initial, seedStore } from './seed.js';
import { close, listen, originOf } from './server.js';
import type { Repository, Store } from './store.js';
import { answerStorage, answerWeb } from './web.js';

/** A GitHub of its own for one test. */
export interface FakeGitHub {
  hosts: Hosts;
  store: Store;
  /** The repository that the seed describes. */
  repository: Repository;
  journal: Journal;
  /** What was said that GitHub's description does not allow; `stop` throws where it is not empty. */
  violations: Violation[];
  faults: Faults;
  fault(fault: Fault): void;
  /** Where the content of an uploaded asset lies. */
  contentPath(assetId: number): string;
  /** Ends all servers; throws where exchanges broke the contract. */
  stop(): Promise<void>;
}

/** What the parts of the fake share. */
export interface Fake extends FakeGitHub {
  /** Path before everything of the API, as `/api/v3` at GitHub Enterprise Server. */
  prefix: string;
  /** A place for the next upload. */
  scratchPath(): string;
}

export interface FakeOptions {
  /** Path before everything of the API, as `/api/v3`. */
  prefix?: string;
  /** What all hosts are called; only a proxy finds other names than that of loopback. */
  hostname?: string;
}

/** Starts a stateful GitHub on loopback: API, uploads, web and storage each at an origin of their own. */
export async function startFakeGitHub(initial: Initial = {}, options: FakeOptions = {}): Promise<FakeGitHub> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-github-'));
  const contentPath = (id: number): string => join(folder, String(id));
  const store = seedStore(initial, (asset, content) => writeFileSync(contentPath(asset.id), content));
  const { prefix = '', hostname } = options;
  const servers: Server[] = [];
  const start = async (
    answer: (fake: Fake, request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): Promise<string> => {
    const server = await listen((request, response) => answer(fake, request, response));
    servers.push(server);
    return originOf(server, hostname);
  };
  let scratch = 0;
  const faults = new Faults();
  const violations: Violation[] = [];
  const fake: Fake = {
    hosts: { api: '', uploads: '', web: '', storage: '' },
    store,
    repository: [...store.repositories.values()][0]!,
    journal: new Journal(),
    violations,
    faults,
    fault: (fault) => faults.add(fault),
    contentPath,
    prefix,
    scratchPath: () => join(folder, `upload-${scratch++}`),
    async stop() {
      await Promise.all(servers.map(close));
      rmSync(folder, { recursive: true, force: true });
      if (violations.length > 0)
        throw new Error(`GitHub's description is broken:\n${violations.map(shown).join('\n')}`);
    },
  };
  fake.hosts.api = (await start((own, request, response) => answerApi(own, 'api', request, response))) + prefix;
  fake.hosts.uploads = await start((own, request, response) => answerApi(own, 'uploads', request, response));
  fake.hosts.web = await start(answerWeb);
  fake.hosts.storage = await start(answerStorage);
  return fake;
}

const shown = ({ exchange, where, pointer, message }: Violation): string =>
  `${exchange}: ${where} ${pointer} ${message}`;
