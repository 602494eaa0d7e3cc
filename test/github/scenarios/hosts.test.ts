import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect } from '@jest/globals';
import { pullRequest } from '../events.js';
import { evil, scenarios, written } from '../scenario.js';
import {
  annotations,
  assets,
  BAG,
  check,
  comments,
  digits,
  expectArchived,
  OURS,
  proposed,
  push,
  tagged,
  weekly,
  weights,
} from './scene.js';

/** A proxy that leads every name to loopback, and remembers which it was asked for. */
async function startProxy(): Promise<{ url: string; asked: Set<string>; stop(): void }> {
  const asked = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const [name = '', port] = (request.url ?? '').split(':');
    asked.add(name);
    const target = connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

scenarios('Other hosts', [
  {
    reports: [
      'softprops/action-gh-release#122',
      'actions/upload-release-asset#72',
      'hub4j/github-api#1100',
      'googleapis/release-please-action#442',
    ],
    does: 'works at GitHub Enterprise Server, whose API has a path of its own',
    async play(stage) {
      const scene = await tagged(stage, { prefix: '/api/v3' });
      const run = await push(scene, { release: 'publish' });
      expectArchived(scene, run, false);
      expect(run.outputs['bag-url']).toBe(`${scene.github.hosts.web}/octo/model/releases/download/v1.0/${BAG}`);
      expect((await weekly(scene)).exitCode).toBe(0);
    },
  },
  {
    reports: ['Extra-Chill/homeboy#3359', 'Extra-Chill/homeboy#3506'],
    does: 'sends calls, uploads and downloads through the proxy, but for hosts that NO_PROXY names',
    async play(stage) {
      const proxy = await startProxy();
      try {
        const scene = await tagged(stage, { hostname: 'github.test' });
        const env = { http_proxy: proxy.url, https_proxy: proxy.url };
        expectArchived(scene, await push(scene, { release: 'publish' }, { env }), false);
        expect((await weekly(scene, { env })).exitCode).toBe(0);
        expect([...proxy.asked]).toEqual(['github.test']);
        proxy.asked.clear();
        const direct = await tagged(stage);
        expectArchived(direct, await push(direct, {}, { env: { ...env, no_proxy: '127.0.0.1' } }));
        expect([...proxy.asked]).toEqual([]);
      } finally {
        proxy.stop();
      }
    },
  },
  {
    reports: [
      'sigmavirus24/github3.py#219',
      'sigmavirus24/github3.py#1022',
      'slapperwan/gh4a#976',
      'northwood-studios/LocalAdmin-V2#54',
    ],
    does: 'downloads from private repositories, and shows the token to no storage',
    async play(stage) {
      const files = digits({
        '.github/modelbag.yml': 'name: digits\nmodels: ["models/*"]\n',
        'models/big.bin': Buffer.alloc(250_000),
      });
      const scene = await tagged(stage, { files, initial: { private: true } });
      expectArchived(scene, await push(scene, { release: 'publish', split: '200 KB' }), false);
      scene.github.journal.clear();
      const run = await weekly(scene);
      expect(run.exitCode).toBe(0);
      const stored = scene.github.journal.of('GET storage');
      expect(stored.length).toBeGreaterThanOrEqual(2);
      expect(stored.filter(({ authorized }) => authorized)).toEqual([]);
    },
  },
  {
    reports: [
      'release-drafter/release-drafter#1386',
      'docker/scout-action#15',
      'EnricoMi/publish-unit-test-result-action#92',
    ],
    does: 'needs neither GraphQL nor digests nor check runs, as at Forgejo and Gitea',
    async play(stage) {
      const scene = await tagged(stage, { prefix: '/api/v1', initial: { digests: false } });
      expectArchived(scene, await push(scene, { release: 'publish' }), false);
      expectArchived(scene, await push(scene, { release: 'publish' }), false);
      expect(scene.github.journal.exchanges.filter(({ path }) => /graphql|check-runs/.test(path))).toEqual([]);
      expect(assets(scene)).toHaveLength(OURS.length);
    },
  },
]);

scenarios('What is checked out', [
  {
    reports: [
      'actions/checkout#834',
      'actions/checkout#2208',
      'zugaldia/speedofsound#93',
      'mlcommons/mobile_app_open#295',
    ],
    does: 'takes no pointer of Git LFS for a model, and tells how to fetch what is meant',
    async play(stage) {
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 1000\n`;
      const scene = await tagged(stage, { files: digits({ 'models/model.safetensors': pointer }) });
      const run = await push(scene);
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toContain('lfs: true');
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: [
      'shakacode/react_on_rails#4819',
      'meshtastic/firmware#11623',
      'danger/danger#1239',
      'tj-actions/changed-files#737',
    ],
    does: 'compares with the commit that the merge was made with, without history in the clone',
    async play(stage) {
      const scene = await proposed(stage);
      scene.repository.commit('Meanwhile', { 'models/meanwhile.pkl': evil() });
      const mergeSha = scene.repository.merge('change');
      const run = await stage.act({
        github: scene.github,
        trigger: pullRequest(scene.github, 3, { mergeSha }),
        repositoryFolder: scene.repository.checkedOut(mergeSha),
      });
      expect(run.exitCode).toBe(0);
      expect(comments(scene)[0]).toContain('models/new.safetensors');
      expect(comments(scene)[0]).not.toMatch(/added \| `models\/meanwhile/);
    },
  },
  {
    reports: ['orgs/community#213491'],
    does: 'compares contents, and asks GitHub for no counts of changed lines',
    async play(stage) {
      const scene = await proposed(stage, { 'models/model.safetensors': null, 'models/moved.safetensors': weights() });
      await check(scene);
      expect(comments(scene)[0]).toContain('moved');
      expect(scene.github.journal.of('GET /repos/{owner}/{repo}/pulls/{pull_number}/files')).toEqual([]);
    },
  },
  {
    reports: ['actions/upload-artifact#333', 'actions/upload-artifact#481'],
    does: 'keeps everything that it writes in one folder, under names that every system takes',
    async play(stage) {
      const scene = await tagged(stage);
      const run = await push(scene);
      const paths = Object.values(run.outputs).filter((value) => value.startsWith('/') && existsSync(value));
      expect(paths.length).toBeGreaterThanOrEqual(6);
      for (const path of paths) expect(path).toMatch(/\/temp\/modelbag\/[A-Za-z0-9._-]+$/);
      for (const path of paths) expect(statSync(path).isFile()).toBe(true);
    },
  },
  {
    reports: ['softprops/action-gh-release#751'],
    does: 'tells that a token is missing where the input is an empty string',
    async play(stage) {
      const scene = await tagged(stage);
      const run = await push(scene, {}, { token: '' });
      expect(run.exitCode).toBe(1);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of workflows, as the message shows it
      expect(annotations(run)).toContain('token: ${{ github.token }}');
    },
  },
  {
    reports: ['actions/attest-build-provenance#396', 'actions/attest-build-provenance#761'],
    does: 'lists every file once in the checksums for attestations',
    async play(stage) {
      const scene = await tagged(stage);
      const run = await push(scene);
      const lines = readFileSync(run.outputs['checksums']!, 'utf8').trimEnd().split('\n');
      expect(lines.map((line) => line.slice(66)).sort()).toEqual([...OURS].sort());
      for (const line of lines) expect(line).toMatch(/^[0-9a-f]{64} {2}\S+$/);
    },
  },
]);

scenarios('Every week', [
  {
    reports: ['orgs/community#165616'],
    does: 'opens one issue when two runs in a row find something wrong, keeps its history, and closes it',
    async play(stage) {
      const runs = [{ id: 900, event: 'schedule', conclusion: 'success', createdAt: '2026-01-05T04:17:00Z' }];
      const scene = await tagged(stage, { initial: { runs } });
      await push(scene, { release: 'publish' });
      const path = scene.github.contentPath(scene.github.repository.releases[0]!.assets[0]!.id);
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.subarray(1));
      const issues = () => [...scene.github.repository.issues.values()];
      expect((await weekly(scene)).exitCode).toBe(1);
      expect(issues()).toEqual([]);
      scene.github.repository.runs[0]!.conclusion = 'failure';
      await weekly(scene);
      expect(issues()).toMatchObject([{ state: 'open', labels: ['modelbag'] }]);
      expect(issues()[0]!.body).toContain(BAG);
      // Somebody ticks something by hand, in a browser, which sends CRLF.
      issues()[0]!.body = issues()[0]!.body!.replaceAll('\n', '\r\n');
      await weekly(scene);
      expect(issues()).toHaveLength(1);
      writeFileSync(path, bytes);
      expect((await weekly(scene)).exitCode).toBe(0);
      expect(issues()).toMatchObject([{ state: 'closed' }]);
      expect(issues()[0]!.body).toMatch(
        /✅ All 1 are as they were again\.[\s\S]*### History\n- \d{4}-\d\d-\d\d: ✅ 1 of 1/,
      );
    },
  },
]);
