import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { thoroughGroup } from '../../thorough.js';
import { connect, REPO, refusalOf, upload } from './client.js';
import { type FakeGitHub, startFakeGitHub } from './github.js';

let github: FakeGitHub;
beforeEach(async () => {
  github = await startFakeGitHub({ releases: [{ tag: 'v1', draft: true }], issues: { 1: {} } });
});
afterEach(() => github.stop());

const UPLOAD = 'POST /repos/{owner}/{repo}/releases/{release_id}/assets';
const uploadUrl = (): string =>
  `${github.hosts.uploads}/repos/octo/model/releases/${github.repository.releases[0]!.id}/assets`;
const states = (): string[] => github.repository.releases[0]!.assets.map(({ state }) => state);

thoroughGroup('faults of the fake', () => {
  it('answer with a page of HTML, as often as told', async () => {
    github.fault({ name: 'unicorn', when: 'GET /repos/{owner}/{repo}', after: 1, times: 2, answer: { status: 502 } });
    const { repos } = connect(github).rest;
    const statuses = [];
    for (let at = 0; at < 4; at++) {
      statuses.push(
        await repos.get(REPO).then(
          ({ status }) => status,
          (error: { status: number }) => error.status,
        ),
      );
    }
    expect(statuses).toEqual([200, 502, 502, 200]);
    expect(github.journal.exchanges.map(({ fault }) => fault)).toEqual([null, 'unicorn', 'unicorn', null]);
    expect(github.journal.exchanges[1]?.response?.contentType).toContain('text/html');
    expect(github.faults.pending()).toEqual([]);
  });

  it('break connections before, during and after the request', async () => {
    github.fault({ name: 'before', when: UPLOAD, reset: 'before' });
    github.fault({ name: 'during', when: UPLOAD, reset: { afterBytes: 10 } });
    await expect(upload(uploadUrl(), 'a.zip', 'content')).rejects.toThrow();
    expect(states()).toEqual([]);
    await expect(upload(uploadUrl(), 'a.zip', 'x'.repeat(1_000_000))).rejects.toThrow();
    expect(states()).toEqual(['starter']);
    github.fault({ name: 'answer', when: UPLOAD, reset: 'answer' });
    await expect(upload(uploadUrl(), 'b.zip', 'content')).rejects.toThrow();
    expect(states()).toEqual(['starter', 'uploaded']);
  });

  it('lose answers of what took effect, or leave a starter', async () => {
    github.fault({ name: 'unseen', when: UPLOAD, answer: { status: 502, keep: true } });
    github.fault({ name: 'failed', when: UPLOAD, answer: { status: 502 }, leavesStarter: true });
    expect((await upload(uploadUrl(), 'a.zip', 'a')).status).toBe(502);
    expect((await upload(uploadUrl(), 'b.zip', 'b')).status).toBe(502);
    expect(states()).toEqual(['uploaded', 'starter']);
  });

  it('cut answers short', async () => {
    github.fault({ name: 'short', when: ({ path }) => path.endsWith('/comments'), truncate: 1 });
    await expect(
      fetch(`${github.hosts.api}/repos/octo/model/issues/1/comments`).then((one) => one.text()),
    ).rejects.toThrow();
  });

  it('say when to come back', async () => {
    const answer = {
      status: 403,
      body: { message: 'You have exceeded a secondary rate limit.' },
      headers: { 'retry-after': '1' },
    };
    github.fault({ name: 'slow down', when: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments', answer });
    const refused = await refusalOf(
      connect(github).rest.issues.createComment({ ...REPO, issue_number: 1, body: 'One' }),
    );
    expect(refused.message).toContain('secondary rate limit');
    expect(github.repository.comments).toEqual([]);
  });
});
