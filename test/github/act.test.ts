import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ACT, runWorkflow, type WorkflowResult } from './act.js';
import { commented, pullRequest, releasePublished, scheduled, type Trigger, tagPushed } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import type { Initial, SeedPull } from './fake/seed.js';
import { fixture, type ModelRepository } from './model-repository.js';
import { act, evil, fake, project, written } from './scenario.js';

const EXAMPLES = 'examples/workflows';
const MINUTES = 10 * 60_000;
const OURS = ['model-v1.0.zip', 'model-v1.0.zip.sha256', 'model-v1.0.zip.report.html', 'model-v1.0.zip.events.json'];
/** What is written to an existing release: four files, our section of its notes, and where it was a draft its publication. */
const attached = (release: number): string[] => [
  ...OURS.map(() => `POST /releases/${release}/assets 201`),
  `PATCH /releases/${release} 200`,
];

const run = (github: FakeGitHub, trigger: Trigger, repository: ModelRepository, ref: string, workflow: string) =>
  runWorkflow({ github, trigger, folder: repository.checkedOut(ref, 0), workflow });

const succeeded = ({ exitCode, log }: WorkflowResult): void => {
  if (exitCode !== 0) throw new Error(log);
};

async function tagged(initial: Initial = {}): Promise<{ repository: ModelRepository; github: FakeGitHub }> {
  const repository = project();
  repository.tag('v1.0');
  return { repository, github: await fake({ folder: repository.folder, ...initial }) };
}

function changed(files: Parameters<ModelRepository['commit']>[1]): ModelRepository {
  const repository = project();
  repository.branch('change');
  repository.commit('Change', files);
  return repository;
}

const open = (repository: ModelRepository, pull: Partial<SeedPull> = {}, initial: Initial = {}): Promise<FakeGitHub> =>
  fake({ folder: repository.folder, pulls: { 3: { head: 'change', author: 'ada', ...pull } }, ...initial });

(ACT === undefined ? describe.skip : describe)('the workflows under act (set MODELBAG_ACT)', () => {
  for (const [what, releases, writes] of [
    ['without a release', [], ['POST /releases 201', ...attached(1001), 'PATCH /releases/1001 200']],
    ['with a draft', [{ tag: 'v1.0', draft: true }], [...attached(1001), 'PATCH /releases/1001 200']],
    ['with a published release', [{ tag: 'v1.0', draft: false }], attached(1001)],
  ] as const)
    it(
      `archive a tag ${what}, in two jobs`,
      async () => {
        const { repository, github } = await tagged({ releases: [...releases] });
        const result = await run(github, tagPushed(github, 'v1.0'), repository, 'v1.0', `${EXAMPLES}/release.yml`);
        succeeded(result);
        expect(written(github)).toEqual(writes);
        expect(github.repository.releases).toHaveLength(1);
        expect(github.repository.releases[0]).toMatchObject({ draft: false, tag: 'v1.0' });
        expect(github.repository.releases[0]!.assets.map(({ name }) => name)).toEqual(OURS);
        expect(result.log).toContain('would attest 4 subjects');
      },
      MINUTES,
    );

  it(
    'attach to a release that was just published',
    async () => {
      const { repository, github } = await tagged({ releases: [{ tag: 'v1.0', draft: false }] });
      const workflow = join(repository.folder, 'published.yml');
      const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/github.md', 'utf8')) ?? [];
      const { jobs } = parse(yaml) as { jobs: unknown };
      writeFileSync(workflow, JSON.stringify({ on: { release: { types: ['published'] } }, jobs }));
      succeeded(await run(github, releasePublished(github, 'v1.0'), repository, 'v1.0', workflow));
      expect(written(github)).toEqual(attached(1001));
    },
    MINUTES,
  );

  it(
    'comment on a pull request once, edit that, and fold it once settled',
    async () => {
      const repository = changed({ 'models/evil.pkl': evil() });
      const github = await open(repository);
      const check = async (action: 'opened' | 'synchronize'): Promise<WorkflowResult> => {
        github.repository.issues.get(3)!.pull!.headSha = repository.git('rev-parse', 'change');
        return run(github, pullRequest(github, 3, { action }), repository, 'change', `${EXAMPLES}/pull-request.yml`);
      };
      expect((await check('opened')).exitCode).toBe(1);
      expect(github.repository.comments[0]!.body).toContain('to settle before this can be archived');
      repository.commit('Another', { 'models/other.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
      expect((await check('synchronize')).exitCode).toBe(1);
      expect(github.repository.comments[0]!.body).toContain('models/other.safetensors');
      repository.commit('Settle', { 'models/evil.pkl': null, 'models/other.safetensors': null });
      succeeded(await check('synchronize'));
      expect(github.repository.comments[0]!.body).toMatch(/^<!-- modelbag:comment .*-->\n<details><summary>✅/);
      const [{ id } = { id: 0 }] = github.repository.comments;
      expect(written(github)).toEqual([
        'POST /issues/3/comments 201',
        ...['first', 'second'].map(() => `PATCH /issues/comments/${id} 200`),
      ]);
    },
    MINUTES,
  );

  for (const [what, pull] of [
    ['a fork', { fork: 'stranger/model', author: 'stranger' }],
    ['Dependabot', { author: 'dependabot[bot]' }],
  ] as const)
    it(
      `pass for ${what} without writing anything`,
      async () => {
        const repository = changed({ 'models/new.safetensors': fixture('neutral/hf-model-dir/model.safetensors') });
        const github = await open(repository, pull, {
          permissions: { contents: 'read', 'pull-requests': 'read' },
          others: [{ fullName: 'stranger/model', folder: repository.folder }],
        });
        const trigger = pullRequest(github, 3);
        const result = await run(github, trigger, repository, 'change', `${EXAMPLES}/pull-request.yml`);
        succeeded(result);
        expect(written(github)).toEqual([]);
        expect(result.log).toContain('models/new.safetensors');
      },
      MINUTES,
    );

  it(
    'verify the bags of the releases every week',
    async () => {
      const { repository, github } = await tagged({ releases: [{ tag: 'v1.0', draft: false }] });
      const repositoryFolder = repository.checkedOut('v1.0');
      await act({ github, trigger: releasePublished(github, 'v1.0'), repositoryFolder });
      github.journal.clear();
      const result = await run(github, scheduled(github), repository, 'main', `${EXAMPLES}/schedule.yml`);
      succeeded(result);
      expect(written(github)).toEqual([]);
      expect(github.journal.of('GET storage')).toHaveLength(2);
      expect(result.log).toContain('as it was attached');
    },
    MINUTES,
  );

  it(
    'obey a command in a comment',
    async () => {
      const repository = changed({ 'models/evil.pkl': evil() });
      repository.checkout('main');
      const github = await open(repository);
      const trigger = commented(github, 3, '/modelbag check');
      succeeded(await run(github, trigger, repository, 'main', `${EXAMPLES}/commands.yml`));
      expect(github.repository.comments.map(({ author }) => author)).toEqual(['octo', 'github-actions[bot]']);
      expect(github.repository.comments[0]!.reactions.map(({ content }) => content)).toEqual(['+1']);
      expect(github.repository.comments[1]!.body).toContain('to settle before this can be archived');
    },
    MINUTES,
  );

  it(
    'bring open copies when a comment asks for them, in the job that may write',
    async () => {
      const repository = changed({ 'models/net.pt': fixture('equal/mlp-f32-everywhere/model.pt') });
      repository.checkout('main');
      const github = await open(repository);
      const trigger = commented(github, 3, '/modelbag export');
      succeeded(await run(github, trigger, repository, 'main', `${EXAMPLES}/commands.yml`));
      const [, brought] = [...github.repository.issues.values()];
      expect(brought).toMatchObject({ title: 'Add open copies of a model', pull: { base: 'change' } });
      expect(github.repository.comments.map(({ author }) => author)).toEqual(['octo', 'github-actions[bot]']);
    },
    MINUTES,
  );
});
