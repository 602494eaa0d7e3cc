import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { thoroughGroup } from '../../thorough.js';
import * as events from '../events.js';
import { type ModelRepository, modelRepository, trainingProject } from '../model-repository.js';
import { connect, REPO } from './client.js';
import { checkEvent, checkRequest, checkResponse } from './contract.js';
import { type FakeGitHub, startFakeGitHub } from './github.js';

const CREATE = 'POST /repos/{owner}/{repo}/releases';
const path = { owner: 'octo', repo: 'model' };
const request = (json: unknown, query = '') => ({
  path,
  query: new URLSearchParams(query),
  json,
  contentType: 'application/json',
});
const shown = (found: { where: string; pointer: string; message: string }[]): string[] =>
  found.map(({ where, pointer, message }) => `${where} ${pointer} ${message}`);

thoroughGroup("GitHub's description", () => {
  it('rejects requests with wrong, missing and unknown fields', () => {
    expect(shown(checkRequest(CREATE, request({ tag_nme: 'v1', draft: 'yes' }, 'draft=true')))).toEqual([
      'query /draft is no parameter of this operation',
      "request body  must have required property 'tag_name'",
      'request body /draft must be boolean',
      "request body /tag_nme is no field of GitHub's",
    ]);
    expect(checkRequest(CREATE, request({ tag_name: 'v1', draft: true }))).toEqual([]);
    const nested = { name: 'a', head_sha: 'b', output: { title: 't', summary: 's', annotations: [{ file: 'a.py' }] } };
    expect(shown(checkRequest('POST /repos/{owner}/{repo}/check-runs', request(nested)))).toContain(
      "request body /output/annotations/0/file is no field of GitHub's",
    );
  });

  it('rejects parameters of the wrong kind', () => {
    const list = (query: string): string[] =>
      shown(checkRequest('GET /repos/{owner}/{repo}/pulls', request(undefined, query)));
    expect(list('state=all&per_page=100')).toEqual([]);
    expect(list('state=opened')).toEqual([expect.stringContaining('query /state opened: must be equal to one of')]);
    expect(list('per_page=many')).toEqual(['query /per_page many: must be integer']);
  });

  it('rejects answers that GitHub would not give', () => {
    expect(shown(checkResponse(CREATE, 200, {}))).toEqual(['response 200  is no answer of this operation']);
    expect(shown(checkResponse(CREATE, 403, { message: 1 }))).toEqual(['response 403 /message must be string']);
    expect(
      shown(
        checkResponse('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', 200, {
          sha: 'a',
          tree: [],
          truncated: false,
          files: 1,
        }),
      ),
    ).toEqual(["response 200 /files is no field of GitHub's"]);
  });

  it('fails a test by name, path and pointer when the fake is stopped', async () => {
    const github = await startFakeGitHub();
    const octokit = connect(github);
    await octokit.request('POST /repos/{owner}/{repo}/issues', { ...REPO, title: 'T', colour: 'red' } as never);
    await expect(octokit.request('GET /repos/{owner}/{repo}/stargazers', REPO)).rejects.toThrow();
    await expect(github.stop()).rejects.toThrow(
      "POST /repos/octo/model/issues: request body /colour is no field of GitHub's\n" +
        'GET /repos/octo/model/stargazers: path  the fake has no such route (api)',
    );
  });
});

thoroughGroup('payloads of events', () => {
  let project: ModelRepository;
  let github: FakeGitHub;
  beforeAll(async () => {
    project = modelRepository(trainingProject());
    project.tag('v1.0', 'First');
    project.branch('topic');
    project.commit('More', { 'b.txt': 'b' });
    project.checkout('main');
    github = await startFakeGitHub({
      folder: project.folder,
      releases: [{ tag: 'v1.0', assets: [{ name: 'a.zip', content: 'a' }] }],
      pulls: {
        1: { head: 'topic' },
        2: { head: 'topic', fork: 'ann/model' },
        3: { head: 'topic', author: 'dependabot[bot]' },
      },
      others: [{ fullName: 'ann/model' }],
    });
  });
  afterAll(async () => {
    await github.stop();
    project.clean();
  });

  it.each([
    ['push', () => events.tagPushed(github, 'v1.0')],
    ['push', () => events.pushed(github, 'refs/heads/main')],
    ['release-published', () => events.releasePublished(github, 'v1.0')],
    ['pull-request-opened', () => events.pullRequest(github, 1)],
    ['pull-request-synchronize', () => events.pullRequest(github, 2, { action: 'synchronize' })],
    ['pull-request-opened', () => events.pullRequest(github, 3, { target: true })],
    ['issue-comment-created', () => events.commented(github, 1, '/modelbag check', 'ann')],
    ['workflow-run-completed', () => events.workflowRunCompleted(github, 1)],
    ['workflow-run-completed', () => events.workflowRunCompleted(github, 2)],
    ['workflow-dispatch', () => events.dispatched(github, { tag: 'v1.0' })],
  ])('are as GitHub describes them: %s', (name, trigger) => {
    expect(shown(checkEvent(name, trigger().event))).toEqual([]);
  });

  it('say where a pull request comes from', () => {
    const { event, env } = events.pullRequest(github, 2);
    const pull = event['pull_request'] as { head: { label: string; repo: { fork: boolean; full_name: string } } };
    expect([pull.head.label, pull.head.repo.full_name, pull.head.repo.fork]).toEqual(['ann:topic', 'ann/model', true]);
    expect([env['GITHUB_REF'], env['GITHUB_HEAD_REF'], env['GITHUB_BASE_REF']]).toEqual([
      'refs/pull/2/merge',
      'topic',
      'main',
    ]);
    expect(events.pullRequest(github, 3).env['GITHUB_ACTOR']).toBe('dependabot[bot]');
    const run = events.workflowRunCompleted(github, 2).event['workflow_run'] as { pull_requests: unknown[] };
    expect(run.pull_requests).toEqual([]);
  });
});
