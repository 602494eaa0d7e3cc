import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { zipOf } from '../../containers/zip-writer.js';
import { pushed, workflowRunCompleted } from '../events.js';
import { evil, type Stage, scenarios, written } from '../scenario.js';
import { annotations, COMMENT, check, comments, proposed, type Scene, weights } from './scene.js';

const READ_ONLY = { contents: 'read', 'pull-requests': 'read', issues: 'read' } as const;
const fork = { fork: 'stranger/model', author: 'stranger' };
const mark = (run: number, key = 'modelbag'): string =>
  `<!-- modelbag:comment key=${key} run=${run} attempt=1 sha=${'a'.repeat(40)} -->\n`;
const ofFork = (stage: Stage, files?: Parameters<typeof proposed>[1], artifacts: Parameters<typeof proposed>[3] = {}) =>
  proposed(stage, files, fork, { others: [{ fullName: 'stranger/model' }], ...artifacts });
/** What a run of a fork kept for its companion. */
const kept = (report: string) => ({
  artifacts: [
    { name: 'modelbag', runId: 77, zip: zipOf([{ name: 'modelbag-report.json', data: report, deflate: true }]) },
  ],
});
const companion = async (scene: Scene) =>
  scene.stage.act({ github: scene.github, trigger: workflowRunCompleted(scene.github, 3, { runId: 77 }) });

scenarios('Comments', [
  {
    reports: [
      'peter-evans/create-or-update-comment#181',
      'peter-evans/create-or-update-comment#205',
      'runatlantis/atlantis#55',
      'exercism/pr-commenter-action#33',
    ],
    does: 'leaves out whole sections where a comment would be too long, and says so',
    async play(stage) {
      const name = 'x'.repeat(180);
      const files = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`models/${name}${i}.pkl`, evil()]));
      const scene = await proposed(stage, files);
      expect((await check(scene)).exitCode).toBe(1);
      const [body = ''] = comments(scene);
      expect(body.length).toBeLessThan(65_536);
      expect(body.length).toBeGreaterThan(5000);
      expect(body.split('<details>').length).toBe(body.split('</details>').length);
      expect(body).toMatch(/this run/);
    },
  },
  {
    reports: ['octopusreview/octopus#511'],
    does: 'never sends again what GitHub calls invalid, and passes with a warning',
    async play(stage) {
      const scene = await proposed(stage);
      const body = {
        message: 'Validation Failed',
        errors: [{ resource: 'IssueComment', code: 'custom', field: 'body' }],
      };
      scene.github.fault({ name: 'invalid', when: COMMENT, times: 9, answer: { status: 422, body } });
      const run = await check(scene);
      expect(run.exitCode).toBe(0);
      expect(scene.github.journal.of(COMMENT)).toHaveLength(1);
      expect(annotations(run)).toContain('Validation Failed');
    },
  },
  {
    reports: ['peter-evans/find-comment#60', 'peter-evans/create-or-update-comment#96'],
    does: 'hands the comment on as a file, never as a value that breaks the runner',
    async play(stage) {
      const scene = await proposed(stage);
      const run = await check(scene);
      expect(readFileSync(run.outputs['comment-body']!, 'utf8')).toBe(comments(scene)[0]);
    },
  },
  {
    reports: [
      'marocchino/sticky-pull-request-comment#227',
      'thollander/actions-comment-pull-request#237',
      'int128/hide-comment-action#224',
      'preactjs/compressed-size-action#140',
    ],
    does: 'passes for forks with the report in the summary and the comment as an output',
    quick: true,
    async play(stage) {
      const scene = await proposed(stage, undefined, fork, {
        permissions: READ_ONLY,
        others: [{ fullName: 'stranger/model' }],
      });
      const run = await check(scene);
      expect(run.exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
      expect(run.summary).toContain('models/new.safetensors');
      expect(readFileSync(run.outputs['comment-body']!, 'utf8')).toContain('➕ added');
    },
  },
  {
    reports: [
      'peter-evans/create-or-update-comment#103',
      'Simek/yarn-lock-changes#26',
      'bcoe/conventional-release-labels#38',
    ],
    does: 'passes for Dependabot in the same way',
    async play(stage) {
      const scene = await proposed(stage, undefined, { author: 'dependabot[bot]' }, { permissions: READ_ONLY });
      const run = await check(scene, { 'upload-sarif': 'true', 'check-run': 'true' });
      expect(run.exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
    },
  },
  {
    reports: [
      'github/docs#22501',
      'gojue/ecapture#983',
      'pnpm/pacquet#398',
      'OpenZeppelin/openzeppelin-contracts#6692',
    ],
    does: 'asks GitHub which pull request has the commit, whatever the report of a fork claims',
    async play(stage) {
      const first = await ofFork(stage, { 'models/evil.pkl': evil() });
      const run = await check(first);
      const claims = {
        ...(JSON.parse(readFileSync(run.outputs['report-json']!, 'utf8')) as object),
        summary: 'Perfect.',
        verdict: 'pass',
      };
      const scene = await ofFork(stage, { 'models/evil.pkl': evil() }, kept(JSON.stringify(claims)));
      const posted = await companion(scene);
      expect(posted.exitCode).toBe(0);
      expect(written(scene.github)).toEqual(['POST /issues/3/comments 201']);
      expect(comments(scene)[0]).toContain('to settle before this can be archived');
      expect(comments(scene)[0]).not.toContain('Perfect.');
    },
  },
  {
    reports: ['pnpm/pacquet#398'],
    does: 'posts no report of a commit that was replaced, and none that is not its own',
    async play(stage) {
      const run = await check(await ofFork(stage));
      const report = readFileSync(run.outputs['report-json']!, 'utf8');
      const replaced = await ofFork(stage, undefined, kept(report));
      const trigger = workflowRunCompleted(replaced.github, 3, { runId: 77 });
      replaced.github.repository.issues.get(3)!.pull!.headSha = 'b'.repeat(40);
      expect((await stage.act({ github: replaced.github, trigger })).exitCode).toBe(0);
      const foreign = await ofFork(stage, undefined, kept('{"schema":"modelbag/check/1","models":"<img>"}'));
      expect((await companion(foreign)).exitCode).toBe(1);
      for (const { github } of [replaced, foreign]) expect(written(github)).toEqual([]);
    },
  },
  {
    reports: [
      'danger/danger-js#936',
      'danger/danger-js#1031',
      'wzshiming/gh-ci-bot#156',
      'marocchino/sticky-pull-request-comment#332',
      'preactjs/compressed-size-action#79',
    ],
    does: 'finds its own comment whatever the token, and leaves the same mark alone where somebody else wrote it',
    async play(stage) {
      const tokens = {
        ghp_person: {
          login: 'ada',
          kind: 'person' as const,
          permissions: { contents: 'write', 'pull-requests': 'write' } as const,
        },
      };
      const scene = await proposed(
        stage,
        undefined,
        {},
        { tokens, comments: [{ issue: 3, body: `${mark(1)}theirs`, author: 'mallory' }] },
      );
      for (const runId of ['5001', '5002']) {
        const run = await check(scene, { token: 'ghp_person' }, { env: { GITHUB_RUN_ID: runId } });
        expect(run.exitCode).toBe(0);
      }
      expect(scene.github.repository.comments.map(({ author }) => author)).toEqual(['mallory', 'ada']);
      expect(comments(scene)[0]).toBe(`${mark(1)}theirs`);
      await check(scene, {}, { env: { GITHUB_RUN_ID: '5003' } });
      await check(scene, {}, { env: { GITHUB_RUN_ID: '5004' } });
      expect(scene.github.repository.comments.map(({ author }) => author)).toEqual([
        'mallory',
        'ada',
        'github-actions[bot]',
      ]);
    },
  },
  {
    reports: ['danger/danger-js#856', 'danger/danger-js#1347'],
    does: 'finds its own comment with the token of an App of one\u2019s own, and with tokens of older servers that tell nothing',
    async play(stage) {
      const permissions = { contents: 'write', 'pull-requests': 'write' } as const;
      const old = '0123456789abcdef0123456789abcdef01234567';
      const tokens = {
        ghs_own: { login: 'modelbot[bot]', kind: 'app' as const, permissions },
        [old]: { login: 'ada', kind: 'person' as const, permissions },
      };
      const scene = await proposed(stage, undefined, {}, { tokens });
      for (const [i, token] of ['ghs_own', 'ghs_own', old, old].entries())
        expect((await check(scene, { token }, { env: { GITHUB_RUN_ID: `500${i}` } })).exitCode).toBe(0);
      expect(scene.github.repository.comments.map(({ author }) => author)).toEqual(['modelbot[bot]', 'ada']);
      expect(comments(scene).map((body) => /run=(\d+)/.exec(body)?.[1])).toEqual(['5001', '5003']);
    },
  },
  {
    reports: [
      'vuphongle/oss-pr-reviewer#21',
      'buildinternet/uploads#470',
      'youtube/cobalt#12496',
      'codesandbox/codesandbox-ci-ui#6',
    ],
    does: 'collapses the comments of two runs at the same moment into one, and keeps the words of the newer run',
    async play(stage) {
      const scene = await proposed(stage);
      const { store, repository } = scene.github;
      let isAdded = false;
      scene.github.fault({
        name: 'another run',
        when: ({ route }) => {
          if (route !== COMMENT || isAdded) return false;
          isAdded = true;
          const now = store.now();
          const body = `${mark(9999)}newer`;
          const other = {
            issue: 3,
            author: 'github-actions[bot]',
            app: 'github-actions',
            createdAt: now,
            updatedAt: now,
          };
          repository.comments.push({ ...other, id: store.nextId(), body, reactions: [] });
          return false;
        },
      });
      expect((await check(scene)).exitCode).toBe(0);
      expect(comments(scene)).toEqual([`${mark(9999)}newer`]);
      await check(scene);
      expect(comments(scene)).toEqual([`${mark(9999)}newer`]);
    },
  },
  {
    reports: ['buildinternet/uploads#554', 'JSONbored/loopover#1816'],
    does: 'writes one comment although the answer to it was lost',
    async play(stage) {
      const scene = await proposed(stage);
      scene.github.fault({ name: 'lost', when: COMMENT, reset: 'answer' });
      scene.github.fault({ name: 'bad gateway', when: COMMENT, answer: { status: 502, keep: true } });
      expect((await check(scene)).exitCode).toBe(0);
      expect(comments(scene)).toHaveLength(1);
    },
  },
  {
    reports: ['appveyor/ci#3275', 'preactjs/compressed-size-action#37'],
    does: 'finds its comment below a hundred others',
    async play(stage) {
      const others = Array.from({ length: 120 }, (_, i) => ({ issue: 3, body: `Word ${i}`, author: 'ada' }));
      const scene = await proposed(stage, undefined, {}, { comments: others });
      await check(scene);
      await check(scene, {}, { env: { GITHUB_RUN_ID: '5000' } });
      expect(comments(scene)).toHaveLength(121);
    },
  },
  {
    reports: ['ydb-platform/nbs#5926', 'iterative/cml#719', 'preactjs/compressed-size-action#81'],
    does: 'keeps one comment for each key, so that jobs of one workflow do not lose each other\u2019s words',
    async play(stage) {
      const scene = await proposed(stage);
      await check(scene, { 'comment-key': 'first' });
      await check(scene, { 'comment-key': 'second' });
      await check(scene, { 'comment-key': 'first' }, { env: { GITHUB_RUN_ID: '5000' } });
      expect(comments(scene).map((body) => /key=(\w+)/.exec(body)?.[1])).toEqual(['first', 'second']);
    },
  },
  {
    reports: ['bsv-blockchain/teranode#860'],
    does: 'writes nothing before it has something to say',
    async play(stage) {
      const scene = await proposed(stage);
      await check(scene);
      expect(written(scene.github)).toEqual(['POST /issues/3/comments 201']);
      expect(comments(scene)[0]).toContain('➕ added');
    },
  },
  {
    reports: ['home-assistant/core#22721', 'tox-dev/filelock#92', 'netlify/build#489', 'iterative/cml#512'],
    does: 'says nothing where a pull request touches no model and brings no error',
    async play(stage) {
      const scene = await proposed(stage, { 'docs/notes.md': 'Words.' });
      const run = await check(scene);
      expect(run.exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
      expect(run.summary).not.toBe('');
    },
  },
  {
    reports: [
      'renovatebot/renovate#6215',
      'probot/stale#25',
      'actions/stale#51',
      'hashicorp/terraform-github-actions#100',
    ],
    does: 'respects a locked conversation, also one that is locked in the last moment',
    async play(stage) {
      const locked = await proposed(stage, undefined, { locked: true });
      expect((await check(locked)).exitCode).toBe(0);
      const late = await proposed(stage);
      late.github.fault({
        name: 'locked meanwhile',
        when: ({ route }) => {
          if (route === COMMENT) late.github.repository.issues.get(3)!.locked = true;
          return false;
        },
      });
      expect((await check(late)).exitCode).toBe(0);
      for (const { github } of [locked, late]) expect(github.repository.comments).toEqual([]);
    },
  },
  {
    reports: ['OP5dev/TF-via-PR#507'],
    does: 'looks for no pull request where the event has none',
    async play(stage) {
      const scene = await proposed(stage);
      const trigger = pushed(scene.github, 'refs/heads/main');
      const repositoryFolder = scene.repository.checkedOut('main');
      const run = await stage.act({ github: scene.github, trigger, repositoryFolder, inputs: { comment: 'always' } });
      expect(run.exitCode).toBe(0);
      expect(scene.github.journal.of(/issues|pulls/)).toEqual([]);
    },
  },
  {
    reports: [
      'reviewdog/reviewdog#1008',
      'reviewdog/action-eslint#139',
      'mc1arke/sonarqube-community-branch-plugin#154',
    ],
    does: 'shows at most ten remarks of a level, gravest first, and more of them in a check run where asked',
    async play(stage) {
      const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`models/evil${i}.pkl`, evil(`id ${i}`)]));
      const scene = await proposed(stage, files);
      const run = await check(scene);
      const errors = run.annotations.filter(({ name, properties }) => name === 'error' && properties['file']);
      expect(errors).toHaveLength(10);
      await check(scene, { 'check-run': 'true' }, { env: { GITHUB_RUN_ID: '5000' } });
      const [checkRun] = scene.github.repository.checkRuns;
      expect(checkRun).toMatchObject({ conclusion: 'failure', status: 'completed' });
      expect(checkRun!.annotations.length).toBeGreaterThanOrEqual(60);
      expect(scene.github.journal.of(/check-runs/).length).toBeGreaterThan(1);
    },
  },
  {
    reports: [
      'UKGovernmentBEIS/inspect_ai#5502',
      'SeanLF/still_active#47',
      'JamesIves/github-sponsors-readme-action#801',
      'phpmyadmin/scripts#2',
    ],
    does: 'shows names from a pull request as names, and never as Markdown, HTML or a mention',
    async play(stage) {
      const name = 'models/a`b` | @octo #1 <img src=x> [x](https:x) <!-- modelbag:end -->.safetensors'.replaceAll(
        '/a',
        '/a',
      );
      const scene = await proposed(stage, { [name]: weights() });
      const run = await check(scene);
      expect(run.exitCode).toBe(0);
      const shown = `${comments(scene)[0]!.split('\n').slice(1).join('\n')}${run.summary}`;
      // What stands in a span of code is shown as it is.
      expect(shown).toContain('<img src=x>');
      expect(shown.replace(/`[^`\n]*`/g, '')).not.toMatch(/<img|\[x\]\(https|<!-- modelbag:end|(?<![`&#\w])@octo/);
    },
  },
]);
