import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { tagPushed } from '../events.js';
import { scenarios, written } from '../scenario.js';
import {
  annotations,
  assets,
  BAG,
  digits,
  expectArchived,
  OURS,
  push,
  tagged,
  UPLOAD,
  uploads,
  weekly,
} from './scene.js';

const draft = (assets: { name: string; content: string; state?: 'starter' | 'uploaded' }[] = []) => ({
  releases: [{ tag: 'v1.0', draft: true, assets }],
});

scenarios('Uploads', [
  {
    reports: [
      'softprops/action-gh-release#187',
      'softprops/action-gh-release#276',
      'actions/upload-release-asset#69',
      'shogo82148/actions-upload-release-asset#507',
      'wangyoucao577/go-release-action#68',
      'getsentry/craft#398',
    ],
    does: 'opens a file again and sends it from its first byte when the connection breaks',
    quick: true,
    async play(stage) {
      const scene = await tagged(stage);
      scene.github.fault({ name: 'reset', when: UPLOAD, reset: { afterBytes: 100 } });
      scene.github.fault({ name: 'refused', when: UPLOAD, reset: 'before', after: 1 });
      expectArchived(scene, await push(scene));
    },
  },
  {
    reports: ['ncipollo/release-action#149', 'bytecodealliance/wasmtime#978'],
    does: 'finds that an upload whose answer was lost is there, and sends it no second time',
    async play(stage) {
      const scene = await tagged(stage);
      scene.github.fault({ name: 'lost', when: UPLOAD, reset: 'answer' });
      scene.github.fault({ name: '502 after storing', when: UPLOAD, after: 1, answer: { status: 502, keep: true } });
      expectArchived(scene, await push(scene));
      expect(uploads(scene)).toHaveLength(OURS.length);
    },
  },
  {
    reports: ['TryQuiet/quiet#3574', 'bytecodealliance/wasmtime#978'],
    does: 'removes what a failed upload left behind, also of an earlier run',
    async play(stage) {
      const scene = await tagged(stage, { initial: draft([{ name: BAG, content: '', state: 'starter' }]) });
      scene.github.fault({ name: '502', when: UPLOAD, answer: { status: 502 }, leavesStarter: true });
      expectArchived(scene, await push(scene));
    },
  },
  {
    reports: ['damianvtran/local-operator-ui#322'],
    does: 'gives up an upload that stalls, and repairs what it left',
    async play(stage) {
      const scene = await tagged(stage);
      scene.github.fault({ name: 'stall', when: UPLOAD, stalls: true });
      const run = await push(scene, {}, { haste: 60 });
      expectArchived(scene, run);
      expect(run.stdout).toMatch(/was silent for 120 s.*again in/);
    },
  },
  {
    reports: ['TryQuiet/quiet#3574', 'rewind-community/eight_ball#50', 'openedx/sample-plugin#57'],
    does: 'fails with the title of the error page, and leaves the release an unpublished draft',
    async play(stage) {
      const scene = await tagged(stage);
      scene.github.fault({ name: 'down', when: UPLOAD, after: 1, times: 100, answer: { status: 500 } });
      const run = await push(scene, { release: 'publish' });
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toContain('GitHub answers 500 (Unicorn! &middot; GitHub)');
      expect(annotations(run)).not.toContain('<html');
      expect(scene.github.repository.releases).toMatchObject([{ draft: true }]);
      scene.github.faults.clear();
      expectArchived(scene, await push(scene, { release: 'publish' }), false);
    },
  },
  {
    reports: ['github-release/github-release#39'],
    does: 'goes on where what it wants to remove is gone already',
    async play(stage) {
      const scene = await tagged(stage, { initial: draft([{ name: BAG, content: '', state: 'starter' }]) });
      const when = 'DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}';
      scene.github.fault({ name: 'gone', when, answer: { status: 404, keep: true } });
      expectArchived(scene, await push(scene));
    },
  },
  {
    reports: ['concourse/github-release-resource#116'],
    does: 'tells of a bag whose upload never finished, and downloads no such file',
    async play(stage) {
      const assets = [
        { name: BAG, content: '', state: 'starter' as const },
        { name: `${BAG}.sha256`, content: `${'0'.repeat(64)}  ${BAG}\n` },
      ];
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: false, assets }] } });
      const run = await weekly(scene);
      expect(run.exitCode).toBe(1);
      expect(run.summary).toContain('its upload never finished');
      expect(scene.github.journal.of('GET storage')).toEqual([]);
    },
  },
  {
    reports: ['semantic-release/github#1224', 'denoland/deno#24197', 'PyGithub/PyGithub#525'],
    does: 'says the length of a file before its first byte, and stops where the file changes meanwhile',
    async play(stage) {
      const scene = await tagged(stage);
      expectArchived(scene, await push(scene));
      const lengths = scene.github.journal.of(UPLOAD).map(({ request }) => request?.length);
      expect(lengths).toEqual(scene.github.repository.releases[0]!.assets.map(({ size }) => size));
      const other = await tagged(stage);
      const packed = await push(other, { command: 'pack' });
      const folder = join(packed.temporary, 'modelbag');
      // The file grows while its first upload is under way, which then breaks.
      other.github.fault({
        name: 'grows',
        when: ({ query, route }) => {
          const isBag = route === UPLOAD && query['name'] === BAG;
          if (isBag) appendFileSync(join(folder, BAG), 'more');
          return isBag;
        },
        reset: { afterBytes: 100 },
      });
      const run = await push(other, { command: 'publish', directory: folder });
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toContain('changed while it was uploaded');
    },
  },
  {
    reports: ['actions/upload-release-asset#1'],
    does: 'compares digests after the upload, and sends a corrupted file again',
    async play(stage) {
      const scene = await tagged(stage);
      scene.github.fault({ name: 'corrupted', when: UPLOAD, corrupts: true });
      const run = await push(scene);
      expectArchived(scene, run);
      expect(run.stdout).toMatch(/expected sha256 [0-9a-f]{64}, found sha256:[0-9a-f]{64} at GitHub/);
    },
  },
  {
    reports: ['orgs/community#61733', 'cli/cli#10182', 'csexton/release-asset-action#2', 'ncipollo/release-action#60'],
    does: 'splits a bag that is too long for one file, and looks for each part where the bag says that it lies',
    async play(stage) {
      const big = Buffer.alloc(300_000, 7);
      const scene = await tagged(stage, {
        files: digits({ 'models/big.bin': big, '.github/modelbag.yml': 'name: digits\nmodels: ["models/*"]\n' }),
      });
      const run = await push(scene, { release: 'publish', split: '200 KB' });
      expectArchived(scene, run, false);
      const parts = assets(scene).filter((name) => !OURS.includes(name));
      expect(parts).toEqual(['digits-v1.0.models-models-big.bin.part001', 'digits-v1.0.models-models-big.bin.part002']);
      expect(assets(scene).indexOf(BAG)).toBe(2);
      expect(scene.github.journal.of('HEAD storage')).toHaveLength(2);
      expect(scene.github.repository.releases[0]!.body).toContain('**The bag is incomplete alone:** 2 files');
      const joined = createHash('sha256');
      for (const { id } of scene.github.repository.releases[0]!.assets.slice(0, 2))
        joined.update(readFileSync(scene.github.contentPath(id)));
      expect(joined.digest('hex')).toBe(createHash('sha256').update(big).digest('hex'));
      expect((await weekly(scene)).exitCode).toBe(0);
      const [part] = scene.github.repository.releases[0]!.assets;
      writeFileSync(scene.github.contentPath(part!.id), Buffer.alloc(part!.size));
      const bad = await weekly(scene);
      expect(bad.exitCode).toBe(1);
      expect(bad.summary).toContain('big.bin.part001');
    },
  },
  {
    reports: ['ncipollo/release-action#163', 'softprops/action-gh-release#353'],
    does: 'attaches part by part, and goes on after the last part that arrived',
    async play(stage) {
      const files = digits({
        'models/big.bin': Buffer.alloc(300_000, 7),
        '.github/modelbag.yml': 'name: digits\nmodels: ["models/*"]\n',
      });
      const scene = await tagged(stage, { files });
      scene.github.fault({ name: 'down', when: UPLOAD, after: 1, times: 5, answer: { status: 503 } });
      expect((await push(scene, { split: '200 KB' })).exitCode).toBe(1);
      expect(assets(scene)).toEqual(['digits-v1.0.models-models-big.bin.part001']);
      scene.github.journal.clear();
      expectArchived(scene, await push(scene, { split: '200 KB' }));
      expect(uploads(scene).map((line) => line.split(' ')[0])).toEqual([
        'digits-v1.0.models-models-big.bin.part002',
        ...OURS,
      ]);
    },
  },
  {
    reports: ['svenstaro/upload-release-action#102', 'xresloader/upload-to-github-release#3'],
    does: 'refuses an empty file before anything is written',
    async play(stage) {
      const scene = await tagged(stage);
      const packed = await push(scene, { command: 'pack' });
      const folder = join(packed.temporary, 'modelbag');
      const events = readdirSync(folder).find((name) => name.endsWith('.events.json'));
      writeFileSync(join(folder, events!), '');
      const trigger = tagPushed(scene.github, 'v1.0');
      const run = await stage.act({ github: scene.github, trigger, inputs: { command: 'publish', directory: folder } });
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toContain('is empty, and GitHub refuses empty files');
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: [
      'PX4/PX4-Autopilot#27838',
      'softprops/action-gh-release#239',
      'softprops/action-gh-release#260',
      'mongodb-js/compass#3334',
    ],
    does: 'waits as long as GitHub asks for, and sends nothing that is there already',
    async play(stage) {
      const scene = await tagged(stage);
      const limited = {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit.', documentation_url: 'https://docs.github.com' },
        headers: { 'retry-after': '7' },
      };
      scene.github.fault({ name: 'secondary', when: UPLOAD, after: 1, answer: limited });
      const when = 'GET /repos/{owner}/{repo}/releases';
      scene.github.fault({ name: 'secondary', when, answer: { ...limited, status: 429 } });
      const run = await push(scene);
      expectArchived(scene, run);
      expect(run.stdout).toMatch(/secondary rate limit.*again in 7\.0 s/);
      scene.github.journal.clear();
      expect((await push(scene)).exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
    },
  },
]);
