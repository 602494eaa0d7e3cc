import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { zipOf } from '../containers/zip-writer.js';
import { pullRequest, tagPushed, workflowRunCompleted } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import { fixture } from './model-repository.js';
import { act, evil, openStage, project, type Stage } from './scenario.js';
import { faultsOf, random, startOf } from './sequences.js';

/** Seeds to play: some in `.ci/run`, hundreds in `npm run check:long`. `npm test` plays the scenarios alone. */
const RUNS = Number(process.env['MODELBAG_FAULT_RUNS'] ?? 0);
const describeRuns = RUNS > 0 ? describe : describe.skip;
/** MODELBAG_FAULT_SEED plays one of them alone. */
const FIRST = Number(process.env['MODELBAG_FAULT_SEED'] ?? 1);
const AT_ONCE = 4;
const BAG = 'digits-v1.0.zip';
const OURS = [BAG, `${BAG}.sha256`, `${BAG}.report.html`, `${BAG}.events.json`];
const HOUR = 3_600_000;

async function playAll(play: (stage: Stage, seed: number) => Promise<void>): Promise<void> {
  const seeds = Array.from({ length: RUNS }, (_, i) => FIRST + i);
  const faults: string[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const stage = openStage();
        try {
          await play(stage, seed);
          if (RUNS > 20) process.stderr.write(`seed ${seed} is right\n`);
        } catch (error) {
          faults.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
        } finally {
          await stage.end().catch((error: unknown) => faults.push(`seed ${seed}: ${String(error)}`));
        }
      }
    }),
  );
  expect(faults).toEqual([]);
}

const bytesOf = (github: FakeGitHub, id: number): string =>
  createHash('sha256')
    .update(readFileSync(github.contentPath(id)))
    .digest('hex');

/** Assets that are not ours, by their ids. */
const foreignOf = (github: FakeGitHub): number[] =>
  github.repository.releases.flatMap(({ assets }) =>
    assets.filter(({ name }) => !OURS.some((own) => name === own || name === `new-${own}`)).map(({ id }) => id),
  );

describeRuns('whatever goes wrong between the Action and GitHub', () => {
  it(
    'no release is public without its bag, nothing foreign is lost, and a run without faults sets all right',
    async () => {
      const repository = project({
        '.github/modelbag.yml': 'name: digits\n',
        'model.safetensors': fixture('neutral/hf-model-dir/model.safetensors'),
      });
      repository.tag('v1.0');
      const packing = await openStage().fake({ folder: repository.folder });
      const packed = await act({
        github: packing,
        trigger: tagPushed(packing, 'v1.0'),
        repositoryFolder: repository.checkedOut('v1.0'),
        inputs: { command: 'pack' },
      });
      await packing.stop();
      const directory = join(packed.temporary, 'modelbag');
      const sha256 = packed.outputs['bag-sha256']!;
      await playAll(async (stage, seed) => {
        const next = random(seed);
        const { initial, inputs } = startOf(next, BAG);
        const github = await stage.fake({ folder: repository.folder, ...initial });
        const run = () =>
          stage.act({
            github,
            trigger: tagPushed(github, 'v1.0'),
            inputs: { command: 'publish', directory, ...inputs },
            timeout: HOUR,
          });
        const foreign = foreignOf(github);
        const had = publicBags(github);
        for (const fault of faultsOf(next, 'release')) github.fault(fault);
        const first = await run();
        expect(first.stdout).not.toContain('bug of modelbag');
        expect(foreignOf(github)).toEqual(expect.arrayContaining(foreign));
        // What was public before without a bag may still be; what had one, or was made public, has a whole one.
        for (const { id, digests } of publicBags(github)) {
          const before = had.find((one) => one.id === id)?.digests ?? [sha256];
          if (before.length > 0) expect([...before, sha256]).toEqual(expect.arrayContaining([digests[0]]));
        }
        github.faults.clear();
        const second = await run();
        if (second.exitCode !== 0) throw new Error(second.stdout);
        const wanted = github.repository.releases.filter(({ tag }) => tag === 'v1.0');
        const holder = wanted.find(({ id }) => String(id) === second.outputs['release-id'])!;
        expect(holder.draft).toBe(inputs['release'] !== 'publish' && !had.some(({ id }) => id === holder.id));
        for (const name of OURS)
          expect(holder.assets.filter((asset) => asset.name === name)).toMatchObject([{ state: 'uploaded' }]);
        expect(bytesOf(github, holder.assets.find(({ name }) => name === BAG)!.id)).toBe(sha256);
        expect(foreignOf(github)).toEqual(expect.arrayContaining(foreign));
        github.journal.clear();
        expect((await run()).exitCode).toBe(0);
        expect(github.journal.lines(github.journal.writes())).toEqual([]);
      });
    },
    HOUR,
  );

  it(
    'no pull request gets two comments, and a run without faults writes the one',
    async () => {
      const repository = project({ 'README.md': '# Digits\n' });
      repository.branch('change');
      repository.commit('Change', { 'models/evil.pkl': evil() });
      const initial = {
        folder: repository.folder,
        pulls: { 3: { head: 'change', fork: 'stranger/model', author: 'stranger' } },
        others: [{ fullName: 'stranger/model' }],
      };
      const github = await openStage().fake(initial);
      const repositoryFolder = repository.checkedOut('change');
      const checked = await act({ github, trigger: pullRequest(github, 3), repositoryFolder });
      await github.stop();
      const data = readFileSync(checked.outputs['report-json']!, 'utf8');
      const zip = zipOf([{ name: 'modelbag-report.json', data, deflate: true }]);
      await playAll(async (stage, seed) => {
        const next = random(seed + 1_000_000);
        const artifacts = [{ name: 'modelbag', runId: 77, zip }];
        const own = await stage.fake({ ...initial, artifacts, comments: [{ issue: 3, body: 'Hello', author: 'ada' }] });
        const run = () =>
          stage.act({ github: own, trigger: workflowRunCompleted(own, 3, { runId: 77 }), timeout: HOUR });
        for (const fault of faultsOf(next, 'comment')) own.fault(fault);
        const first = await run();
        expect(first.stdout).not.toContain('bug of modelbag');
        expect(own.repository.comments.length).toBeLessThanOrEqual(2);
        own.faults.clear();
        expect((await run()).exitCode).toBe(0);
        expect(own.repository.comments.map(({ author }) => author)).toEqual(['ada', 'github-actions[bot]']);
      });
    },
    HOUR,
  );
});

/** Public releases of the tag, and the digests of the whole bags that can be had there. */
function publicBags(github: FakeGitHub): { id: number; digests: string[] }[] {
  return github.repository.releases
    .filter(({ draft, tag }) => !draft && tag === 'v1.0')
    .map(({ id, assets }) => {
      const bags = assets.filter(({ name, state }) => (name === BAG || name === `new-${BAG}`) && state === 'uploaded');
      return { id, digests: bags.map((bag) => bytesOf(github, bag.id)) };
    });
}
