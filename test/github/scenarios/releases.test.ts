import { expect } from '@jest/globals';
import { dispatched, releasePublished } from '../events.js';
import { scenarios, written } from '../scenario.js';
import {
  annotations,
  assets,
  BAG,
  CREATE,
  digits,
  expectArchived,
  OURS,
  PUBLISH,
  push,
  tagged,
  UPLOAD,
  uploads,
} from './scene.js';

const theirs = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `theirs-${String(i).padStart(4, '0')}.txt`, content: 'theirs' }));

scenarios('Names and counts', [
  {
    reports: ['softprops/action-gh-release#542'],
    does: 'gives files names that GitHub keeps, whatever the project is called',
    async play(stage) {
      const files = digits({ '.github/modelbag.yml': 'name: "模型 🤖 (ćwiczenia)"\n' });
      const scene = await tagged(stage, { files });
      const run = await push(scene);
      expect(run.exitCode).toBe(0);
      expect(new Set(assets(scene)).size).toBe(4);
      for (const name of assets(scene)) expect(name).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*-v1\.0\.zip/);
      expect(uploads(scene).map((line) => line.split(' ')[0])).toEqual(assets(scene));
    },
  },
  {
    reports: ['softprops/action-gh-release#446', 'actions/upload-release-asset#57', 'cli/cli#7024', 'cli/cli#7201'],
    does: 'finds its own files again where the tag has characters that GitHub rewrites',
    async play(stage) {
      const scene = await tagged(stage, { tag: 'v1.0(beta)+x' });
      expect((await push(scene)).exitCode).toBe(0);
      expect(assets(scene)).toHaveLength(4);
      scene.github.journal.clear();
      expect((await push(scene)).exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: ['astral-sh/python-build-standalone#691', 'osandov/drgn#521', 'leeguooooo/AgentParty#974'],
    does: 'counts the files of the release before it writes the first',
    async play(stage) {
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: true, assets: theirs(997) }] } });
      const run = await push(scene);
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toContain('would have 1001 files, and GitHub takes 1000');
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: ['appveyor/ci#3275', 'tcnksm/ghr#60', 'concourse/github-release-resource#85'],
    does: 'reads every page of the releases and of their files',
    async play(stage) {
      const others = Array.from({ length: 105 }, (_, i) => ({ tag: `v0.${i}`, draft: i % 2 === 0 }));
      const scene = await tagged(stage, {
        initial: { releases: [{ tag: 'v1.0', draft: true, assets: theirs(120) }, ...others] },
      });
      expectArchived(scene, await push(scene));
      scene.github.journal.clear();
      expectArchived(scene, await push(scene));
      expect(written(scene.github)).toEqual([]);
    },
  },
]);

scenarios('Releases', [
  {
    reports: [
      'softprops/action-gh-release#653',
      'svenstaro/upload-release-action#159',
      'release-it/release-it#1295',
      'actions/create-release#6',
      'softprops/action-gh-release#59',
    ],
    does: 'makes a draft, attaches everything, and publishes last',
    async play(stage) {
      const scene = await tagged(stage, { initial: { immutableReleases: true } });
      expectArchived(scene, await push(scene, { release: 'publish' }), false);
      expect(written(scene.github).map((line) => line.replace(/\d{4}/, 'ID'))).toEqual([
        'POST /releases 201',
        ...OURS.map(() => 'POST /releases/ID/assets 201'),
        'PATCH /releases/ID 200',
        'PATCH /releases/ID 200',
      ]);
      expect(scene.github.repository.releases[0]).toMatchObject({ immutable: true });
    },
  },
  {
    reports: ['canonical/concierge#172', 'smallstep/cli#1650'],
    does: 'tells that a published immutable release takes no files, and how to get there in time',
    async play(stage) {
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: false, immutable: true }] } });
      const run = await push(scene);
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toMatch(/immutable.*release: publish/s);
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: ['orgs/community#178351'],
    does: 'advises a new tag where the old one belonged to an immutable release, and asks once only',
    async play(stage) {
      const scene = await tagged(stage);
      scene.github.repository.burnedTags.add('v1.0');
      const run = await push(scene, { release: 'publish' });
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toMatch(/never gives it out again\nCut a new tag/);
      expect(scene.github.journal.of(CREATE)).toHaveLength(1);
      expect(scene.github.repository.releases.filter(({ draft }) => !draft)).toEqual([]);
    },
  },
  {
    reports: ['voidzero-dev/vite-plus#1558'],
    does: 'makes drafts of prereleases too',
    async play(stage) {
      const scene = await tagged(stage, { tag: 'v1.0-rc.1', initial: { immutableReleases: true } });
      const run = await push(scene, { release: 'publish' });
      expect(run.exitCode).toBe(0);
      expect(scene.github.repository.releases).toMatchObject([{ draft: false, prerelease: true, immutable: true }]);
      expect(assets(scene)).toHaveLength(4);
    },
  },
  {
    reports: ['softprops/action-gh-release#704', 'softprops/action-gh-release#709', 'foundry-rs/foundry#13527'],
    does: 'takes it for success where another job has just published the release',
    async play(stage) {
      const scene = await tagged(stage);
      // The notes are written first; the second change of the release publishes it.
      scene.github.fault({ name: 'already published', when: PUBLISH, after: 1, answer: { status: 422, keep: true } });
      expectArchived(scene, await push(scene, { release: 'publish' }), false);
    },
  },
  {
    reports: ['softprops/action-gh-release#772', 'manufosela/karajan-code#774', 'softprops/action-gh-release#11'],
    does: 'ends with one release where the list lags behind and an answer was lost',
    async play(stage) {
      const scene = await tagged(stage);
      const when = 'GET /repos/{owner}/{repo}/releases';
      scene.github.fault({ name: 'lost', when: CREATE, reset: 'answer' });
      scene.github.fault({ name: 'lag', when, times: 2, answer: { status: 200, body: [] } });
      expectArchived(scene, await push(scene, { release: 'publish' }), false);
      expect(scene.github.journal.of(CREATE)).toHaveLength(2);
    },
  },
  {
    reports: [
      'softprops/action-gh-release#616',
      'houseabsolute/actions-rust-release#14',
      'svenstaro/upload-release-action#147',
    ],
    does: 'goes on with the release that somebody else made at the same moment',
    async play(stage) {
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: false }] } });
      scene.github.fault({
        name: 'lag',
        when: 'GET /repos/{owner}/{repo}/releases',
        answer: { status: 200, body: [] },
      });
      const when = 'GET /repos/{owner}/{repo}/releases/tags/{tag}';
      scene.github.fault({ name: 'lag', when, answer: { status: 404 } });
      expectArchived(scene, await push(scene), false);
    },
  },
  {
    reports: ['semantic-release/github#1260', 'svenstaro/upload-release-action#136'],
    does: 'waits for a draft that GitHub does not find yet',
    async play(stage) {
      const scene = await tagged(stage);
      for (const when of [
        'GET /repos/{owner}/{repo}/releases/{release_id}/assets',
        UPLOAD,
        'GET /repos/{owner}/{repo}/releases/{release_id}',
      ])
        scene.github.fault({ name: 'not yet', when, answer: { status: 404 } });
      expectArchived(scene, await push(scene));
    },
  },
  {
    reports: ['softprops/action-gh-release#146'],
    does: 'replaces its own section of the notes, and touches no other word',
    async play(stage) {
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: true, body: 'By hand.' }] } });
      scene.github.fault({ name: 'lost', when: PUBLISH, reset: 'answer' });
      expectArchived(scene, await push(scene));
      const { body } = scene.github.repository.releases[0]!;
      expect(body).toMatch(/^By hand\.\n\n<!-- modelbag:begin -->/);
      expect(body!.match(/modelbag:begin/g)).toHaveLength(1);
      scene.github.journal.clear();
      expect((await push(scene)).exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: ['softprops/action-gh-release#684'],
    does: 'leaves notes alone that have no room for its section',
    async play(stage) {
      const body = 'x'.repeat(124_900);
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: true, body }] } });
      expectArchived(scene, await push(scene));
      expect(scene.github.repository.releases[0]!.body).toBe(body);
    },
  },
  {
    reports: ['dyoshikawa/rulesync#995', '0xMiden/miden-vm#3029', 'csexton/release-asset-action#3'],
    does: 'explains that GitHub reports no drafts where a workflow waits for `release: created`',
    async play(stage) {
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: false }] } });
      const trigger = releasePublished(scene.github, 'v1.0');
      const run = await stage.act({
        github: scene.github,
        trigger: { ...trigger, event: { ...trigger.event, action: 'created' } },
      });
      expect(run.exitCode).toBe(0);
      expect(annotations(run)).toMatch(/never reports drafts; use `types: \[published\]`/);
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: ['taiki-e/upload-rust-binary-action#117', 'svenstaro/upload-release-action#136'],
    does: 'finds the draft of a tag, which GitHub does not show under that tag',
    async play(stage) {
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: true }] } });
      expectArchived(scene, await push(scene));
      expect(scene.github.journal.of(CREATE)).toEqual([]);
    },
  },
  {
    reports: ['ncipollo/release-action#120'],
    does: 'replaces its own files alone, so that the release has one of both at every moment',
    async play(stage) {
      const others = [
        { name: BAG, content: 'another' },
        { name: 'digits-v1.0.tar.gz', content: 'theirs' },
        { name: `old-${BAG}`, content: 'theirs' },
      ];
      const scene = await tagged(stage, { initial: { releases: [{ tag: 'v1.0', draft: false, assets: others }] } });
      const [old] = scene.github.repository.releases[0]!.assets;
      const refused = await push(scene);
      expect(refused.exitCode).toBe(1);
      expect(written(scene.github)).toEqual([]);
      expectArchived(scene, await push(scene, { 'if-exists': 'replace' }), false);
      expect(assets(scene)).toEqual(expect.arrayContaining(['digits-v1.0.tar.gz', `old-${BAG}`]));
      const lines = written(scene.github);
      const removal = lines.indexOf(`DELETE /releases/assets/${old!.id} 204`);
      expect(lines.slice(0, removal).some((line) => /^POST .*assets 201$/.test(line))).toBe(true);
      expect(lines.filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
    },
  },
  {
    reports: ['softprops/action-gh-release#705', 'softprops/action-gh-release#722'],
    does: 'makes no tag, and takes back an empty draft that nothing could be attached to',
    async play(stage) {
      const scene = await tagged(stage);
      scene.repository.git('tag', '-d', 'v1.0');
      const repositoryFolder = scene.repository.checkedOut('main');
      scene.repository.git('-C', repositoryFolder, 'tag', 'v1.0');
      const trigger = dispatched(scene.github, { tag: 'v1.0' });
      const run = await stage.act({ github: scene.github, trigger, repositoryFolder, inputs: { tag: 'v1.0' } });
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toContain('has no tag v1.0');
      expect(written(scene.github)).toEqual([]);
      scene.repository.tag('v1.0');
      scene.github.fault({ name: 'refused', when: UPLOAD, answer: { status: 400, body: { message: 'No' } } });
      const refused = await push(scene);
      expect(refused.exitCode).toBe(1);
      expect(scene.github.repository.releases).toEqual([]);
    },
  },
]);
