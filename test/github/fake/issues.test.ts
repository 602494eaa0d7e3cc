import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { thoroughGroup } from '../../thorough.js';
import { type ModelRepository, modelRepository } from '../model-repository.js';
import { type Call, pageOf } from './call.js';
import { connect, REPO, refusalOf } from './client.js';
import { type FakeGitHub, startFakeGitHub } from './github.js';
import { COMMENT_LIMIT } from './issues.js';
import { BOT, type Initial } from './seed.js';

let project: ModelRepository;
beforeAll(() => {
  project = modelRepository({ 'a.txt': 'a' });
  project.branch('topic');
  project.commit('More', { 'b.txt': 'b' });
  project.checkout('main');
});
afterAll(() => project.clean());

let running: FakeGitHub | undefined;
afterEach(async () => {
  const last = running;
  running = undefined;
  await last?.stop();
});

async function start(initial: Initial = {}) {
  const github = await startFakeGitHub({ folder: project.folder, pulls: { 1: { head: 'topic' } }, ...initial });
  running = github;
  return { github, octokit: connect(github) };
}

const ON_ONE = { ...REPO, issue_number: 1 };

thoroughGroup('comments of the fake', () => {
  it('are written by the bot, edited in place and deleted', async () => {
    const { github, octokit } = await start();
    const { issues } = octokit.rest;
    const written = (await issues.createComment({ ...ON_ONE, body: 'One' })).data;
    expect([written.user?.login, written.user?.type]).toEqual([BOT, 'Bot']);
    expect(written.html_url).toMatch(new RegExp(`/octo/model/pull/1#issuecomment-${written.id}$`));
    const edited = (await issues.updateComment({ ...REPO, comment_id: written.id, body: 'Two' })).data;
    expect([edited.id, edited.body, edited.updated_at > edited.created_at]).toEqual([written.id, 'Two', true]);
    await issues.deleteComment({ ...REPO, comment_id: written.id });
    expect((await refusalOf(issues.getComment({ ...REPO, comment_id: written.id }))).status).toBe(404);
    expect(github.journal.lines(github.journal.writes())).toEqual([
      'POST /repos/octo/model/issues/1/comments 201',
      `PATCH /repos/octo/model/issues/comments/${written.id} 200`,
      `DELETE /repos/octo/model/issues/comments/${written.id} 204`,
    ]);
    expect(github.journal.writes()[0]?.request?.json).toEqual({ body: 'One' });
  });

  it('have a limit when they are created and when they are edited', async () => {
    const { octokit } = await start();
    const { issues } = octokit.rest;
    const full = (await issues.createComment({ ...ON_ONE, body: 'ä'.repeat(COMMENT_LIMIT) })).data;
    const tooLong = { status: 422, entry: { message: 'body is too long (maximum is 65536 characters)' } };
    const body = 'ä'.repeat(COMMENT_LIMIT + 1);
    expect(await refusalOf(issues.createComment({ ...ON_ONE, body }))).toMatchObject(tooLong);
    expect(await refusalOf(issues.updateComment({ ...REPO, comment_id: full.id, body }))).toMatchObject(tooLong);
    expect((await refusalOf(issues.createComment({ ...ON_ONE, body: ' \n' }))).status).toBe(422);
  });

  it('cannot be written where the pull request is locked', async () => {
    const { octokit } = await start({ pulls: { 1: { head: 'topic', locked: true } } });
    const refused = await refusalOf(octokit.rest.issues.createComment({ ...ON_ONE, body: 'One' }));
    expect(refused).toMatchObject({ status: 403, message: 'Unable to create comment because issue is locked.' });
  });

  it('come in pages that Octokit walks through', async () => {
    const comments = Array.from({ length: 65 }, (_, at) => ({ issue: 1, body: `Number ${at}` }));
    const { github, octokit } = await start({
      comments: [...comments, { issue: 2, body: 'Elsewhere' }],
      issues: { 2: {} },
    });
    expect((await octokit.rest.issues.listComments(ON_ONE)).data.length).toBe(30);
    const all = await octokit.paginate(octokit.rest.issues.listComments, { ...ON_ONE, per_page: 25 });
    expect(all.map(({ body }) => body)).toEqual(comments.map(({ body }) => body));
    expect(github.journal.of(/comments$/).map(({ query }) => query['page'] ?? '')).toEqual(['', '', '2', '3']);
  });

  it('take each reaction of a person once', async () => {
    const { octokit } = await start({ comments: [{ issue: 1, body: '/modelbag check' }] });
    const comment_id = (await octokit.rest.issues.listComments(ON_ONE)).data[0]!.id;
    const react = () => octokit.rest.reactions.createForIssueComment({ ...REPO, comment_id, content: 'eyes' });
    expect([(await react()).status, (await react()).status].map(Number)).toEqual([201, 200]);
    const seen = (await octokit.rest.issues.getComment({ ...REPO, comment_id })).data.reactions;
    expect([seen?.total_count, seen?.eyes]).toEqual([1, 1]);
  });
});

thoroughGroup('permissions of the fake', () => {
  it('name what a token lacks', async () => {
    const { octokit, github } = await start({ permissions: { contents: 'read' } });
    const { issues, repos, checks, codeScanning, pulls } = octokit.rest;
    const head_sha = project.git('rev-parse', 'topic');
    const refusals = [
      issues.createComment({ ...ON_ONE, body: 'One' }),
      repos.createRelease({ ...REPO, tag_name: 'v1' }),
      checks.create({ ...REPO, name: 'modelbag', head_sha }),
      codeScanning.uploadSarif({ ...REPO, commit_sha: head_sha, ref: 'refs/heads/main', sarif: 'aaaa' }),
      pulls.create({ ...REPO, head: 'topic', base: 'main', title: 'T' }),
    ].map(refusalOf);
    expect((await Promise.all(refusals)).map(({ status, message, needs }) => [status, message, needs])).toEqual(
      [
        'issues=write; pull_requests=write',
        'contents=write',
        'checks=write',
        'security_events=write',
        'pull_requests=write',
      ].map((needs) => [403, 'Resource not accessible by integration', needs]),
    );
    expect((await issues.listComments(ON_ONE)).status).toBe(200);
    expect(github.repository.comments).toEqual([]);
  });

  it('hide private repositories from strangers and bad tokens', async () => {
    const { github, octokit } = await start({ private: true, permissions: { contents: 'read' } });
    expect((await octokit.rest.repos.listReleases(REPO)).status).toBe(200);
    expect((await refusalOf(octokit.rest.issues.listComments(ON_ONE))).status).toBe(403);
    expect((await refusalOf(connect(github, null).rest.repos.get(REPO))).status).toBe(404);
    expect((await refusalOf(connect(github, 'wrong').rest.repos.get(REPO))).message).toBe('Bad credentials');
    expect((await refusalOf(octokit.rest.users.getAuthenticated())).status).toBe(403);
  });

  it('end with the calls that a token may make', async () => {
    const { octokit } = await start({ rateLimit: 2 });
    const { headers } = await octokit.rest.repos.get(REPO);
    expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['2', '1']);
    await octokit.rest.repos.get(REPO);
    expect(await refusalOf(octokit.rest.repos.get(REPO))).toMatchObject({
      status: 403,
      message: expect.stringContaining('rate limit'),
    });
    expect((await octokit.rest.rateLimit.get()).data.rate.remaining).toBe(0);
  });
});

thoroughGroup('pages of the fake', () => {
  it('show every item once, whatever their size', () => {
    fc.assert(
      fc.property(fc.nat(250), fc.integer({ min: 1, max: 100 }), (count, size) => {
        const all = Array.from({ length: count }, (_, at) => at);
        const seen: unknown[] = [];
        let next: string | null = `http://fake/items?per_page=${size}`;
        while (next !== null) {
          const url: URL = new URL(next);
          const call = { query: url.searchParams, url: 'http://fake/items' } as Call;
          const { body, headers } = pageOf(call, all, (item) => item);
          seen.push(...(body as unknown[]));
          next = /<([^>]+)>; rel="next"/.exec(headers?.['link'] ?? '')?.[1] ?? null;
        }
        expect(seen).toEqual(all);
      }),
    );
  });
});
