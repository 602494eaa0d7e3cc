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

const rate = ({ duration, request }: Exchange): number => (request?.length ?? 0) / 1e6 / ((duration ?? 0) / 1000);

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
        timeout: 30 * 60_000,
      });
      if (run.exitCode !== 0) throw new Error(run.stdout + run.stderr);
      const [release] = github.repository.releases;
      expect(release).toMatchObject({ draft: false });
      const names = release!.assets.map(({ name }) => name);
      expect(names.filter((name) => /\.part\d+$/.test(name))).toHaveLength(2);
      const bag = release!.assets.find(({ name }) => name === 'digits-v1.0.zip');
      expect(bag?.sha256).toBe(run.outputs['bag-sha256']);
      const { verdict, problems } = await verifyBag(github.contentPath(bag!.id));
      expect(verdict).toBe('incomplete');
      expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(['not-fetched']));
      const sent = github.journal.of(UPLOAD)[0]!;
      const curl = await compared(github.hosts.uploads, release!.id, github.contentPath(release!.assets[0]!.id));
      const lines = [
        `peak memory ${Math.round(run.peakMemory / 1024 / 1024)} MiB`,
        `upload of ${names[0]} ${Math.round(rate(sent))} MB/s`,
        curl === 0 ? `curl ${Math.round(rate(github.journal.of(UPLOAD).at(-1)!))} MB/s` : 'no curl to compare with',
      ];
      process.stdout.write(`${lines.join(', ')}\n`);
      expect(run.peakMemory).toBeLessThan(MEMORY_LIMIT);
    },
    40 * 60_000,
  );
});

/** Sends the same bytes to the same server with curl; its exit code, -1 where there is no curl. */
function compared(uploads: string, release: number, path: string): Promise<number> {
  const url = `${uploads}/repos/octo/model/releases/${release}/assets?name=curl.bin`;
  const headers = [`authorization: token ${TOKEN}`, 'content-type: application/octet-stream', 'expect:'];
  const curl = spawn('curl', ['-sf', '-X', 'POST', '-T', path, ...headers.flatMap((one) => ['-H', one]), url]);
  return new Promise((done) => {
    curl.on('error', () => done(-1));
    curl.on('close', (code) => done(code ?? -1));
  });
}
