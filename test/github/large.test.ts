import { spawn } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { verifyBag } from '../../src/bag/verify.js';
import { tagPushed } from './events.js';
import type { Exchange } from './fake/journal.js';
import { TOKEN } from './fake/seed.js';
import { act, fake, project } from './scenario.js';

const GIGABYTE = 1e9;
const SIZE = 2.5 * GIGABYTE;
const MEMORY_LIMIT = 300 * 1024 * 1024;
const UPLOAD = 'POST /repos/{owner}/{repo}/releases/{release_id}/assets';

/** A model of 2.5 GB that takes no room on the disk: a header, and zeros that are a hole. */
function writeLargeModel(path: string): void {
  const json = JSON.stringify({ weight: { dtype: 'F32', shape: [SIZE / 4], data_offsets: [0, SIZE] } });
  const header = Buffer.alloc(8);
  header.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([header, Buffer.from(json)]));
  truncateSync(path, header.length + json.length + SIZE);
}

const rates = (uploads: readonly Exchange[]): string =>
  uploads
    .map(({ duration = 0, request }) => `${Math.round((request?.length ?? 0) / 1e6 / (duration / 1000))} MB/s`)
    .join(' and ');

(process.env['MODELBAG_LARGE'] ? describe : describe.skip)('2.5 GB through the Action (set MODELBAG_LARGE)', () => {
  it(
    'are packed, split, attached and published in less than 300 MiB of memory',
    async () => {
      const repository = project({
        '.github/modelbag.yml': 'name: digits\nmodels: [models/large.safetensors]\n',
        '.gitignore': 'models/\n',
      });
      repository.tag('v1.0');
      const repositoryFolder = repository.checkedOut('v1.0');
      mkdirSync(join(repositoryFolder, 'models'));
      writeLargeModel(join(repositoryFolder, 'models/large.safetensors'));
      const github = await fake({ folder: repository.folder });
      const run = await act({
        github,
        trigger: tagPushed(github, 'v1.0'),
        repositoryFolder,
        inputs: { release: 'publish' },
        // Gigabytes may take a busy machine longer than the silence after which a hastened run gives up.
        haste: 1,
        timeout: 30 * 60_000,
      });
      if (run.exitCode !== 0) throw new Error([run.stderr, ...run.stdout.split('\n').slice(-12)].join('\n'));
      const [release] = github.repository.releases;
      expect(release).toMatchObject({ draft: false });
      const names = release!.assets.map(({ name }) => name);
      expect(names.filter((name) => /\.part\d+$/.test(name))).toHaveLength(2);
      const bag = release!.assets.find(({ name }) => name === 'digits-v1.0.zip');
      expect(bag?.sha256).toBe(run.outputs['bag-sha256']);
      const { verdict, problems } = await verifyBag(github.contentPath(bag!.id));
      expect(verdict).toBe('incomplete');
      expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(['not-fetched']));
      const ours = github.journal.of(UPLOAD).slice(0, 2);
      github.journal.clear();
      for (const { id, name } of release!.assets.slice(0, 2))
        await sendWithCurl(
          `${github.hosts.uploads}/repos/octo/model/releases/${release!.id}/assets?name=curl-${name}`,
          github.contentPath(id),
        );
      const memory = `peak memory ${Math.round(run.peakMemory / 1024 / 1024)} MiB`;
      process.stdout.write(`${memory}; uploads ${rates(ours)}, with curl ${rates(github.journal.of(UPLOAD))}\n`);
      expect(run.peakMemory).toBeLessThan(MEMORY_LIMIT);
    },
    40 * 60_000,
  );
});

/** Sends the same bytes to the same server with curl; nothing where there is no curl. */
function sendWithCurl(url: string, path: string): Promise<void> {
  const headers = [`authorization: token ${TOKEN}`, 'content-type: application/octet-stream', 'expect:'];
  const curl = spawn('curl', ['-sf', '-X', 'POST', '-T', path, ...headers.flatMap((one) => ['-H', one]), url]);
  return new Promise((done) => {
    curl.on('error', () => done());
    curl.on('close', () => done());
  });
}
