import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { thoroughGroup, thoroughly } from '../../thorough.js';
import { type ModelRepository, modelRepository, trainingProject } from '../model-repository.js';
import { connect, type Octokit, REPO, refusalOf } from './client.js';
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from './github.js';
import { BOT, type Initial } from './seed.js';

let project: ModelRepository;
let merge: string;
beforeAll(() => {
  project = modelRepository(trainingProject());
  project.branch('wider');
  project.commit('Train longer', { 'train.py': 'import torch\n', 'notes/new file.md': 'New\n' });
  project.commit('Rename', { LICENSE: null, 'LICENSE.md': 'MIT License\n' });
  project.checkout('main');
  project.branch('done');
  project.commit('Done', { 'done.txt': 'done\n' });
  project.checkout('main');
  merge = project.merge('done');
  project.tag('v1.0', 'First');
  project.tag('v0.9');
});
afterAll(() => project.clean());

let github: FakeGitHub | undefined;
afterEach(async () => {
  const running = github;
  github = undefined;
  await running?.stop();
});

async function start(initial: Initial = {}, options?: FakeOptions): Promise<{ github: FakeGitHub; octokit: Octokit }> {
  github = await startFakeGitHub({ folder: project.folder, ...initial }, options);
  return { github, octokit: connect(github) };
}

thoroughGroup('fake GitHub', () => {
  thoroughly('answers every kind of question as GitHub describes it', async () => {
    const { octokit } = await start({
      releases: [{ tag: 'v0.9', assets: [{ name: 'a.zip', content: 'a' }] }],
      pulls: { 1: { head: 'wider' }, 2: { head: 'done', merged: merge } },
      issues: { 3: { title: 'Old' } },
      comments: [
        { issue: 1, body: 'Hello' },
        { issue: 1, body: 'I am a bot', author: BOT },
      ],
      artifacts: [{ name: 'report', runId: 7, zip: Buffer.from('PK') }],
    });
    const { repos, pulls, issues, git, checks, codeScanning, reactions, actions, rateLimit } = octokit.rest;
    await repos.get(REPO);
    await rateLimit.get();
    await repos.listReleases(REPO);
    await repos.getLatestRelease(REPO);
    await repos.listTags(REPO);
    await repos.listBranches(REPO);
    await repos.listCommits({ ...REPO, path: 'train.py' });
    await repos.getCommit({ ...REPO, ref: 'v1.0' });
    await repos.compareCommitsWithBasehead({ ...REPO, basehead: 'main...wider' });
    await repos.getContent({ ...REPO, path: 'models' });
    await repos.getContent({ ...REPO, path: 'train.py', ref: 'main' });
    await repos.getCollaboratorPermissionLevel({ ...REPO, username: 'octo' });
    await repos.listPullRequestsAssociatedWithCommit({ ...REPO, commit_sha: merge });
    await repos.generateReleaseNotes({ ...REPO, tag_name: 'v1.0', previous_tag_name: 'v0.9' });
    const tree = await git.getTree({ ...REPO, tree_sha: 'main', recursive: '1' });
    const blob = tree.data.tree.find(({ type }) => type === 'blob');
    await git.getBlob({ ...REPO, file_sha: blob!.sha! });
    const ref = await git.getRef({ ...REPO, ref: 'tags/v1.0' });
    expect(ref.data.object.type).toBe('tag');
    await git.getTag({ ...REPO, tag_sha: ref.data.object.sha });
    await git.createRef({ ...REPO, ref: 'refs/heads/export', sha: merge });
    await pulls.list({ ...REPO, state: 'all' });
    await pulls.get({ ...REPO, pull_number: 1 });
    await pulls.get({ ...REPO, pull_number: 2 });
    await pulls.listFiles({ ...REPO, pull_number: 1 });
    await pulls.create({ ...REPO, head: 'wider', base: 'done', title: 'Other' });
    await issues.listForRepo(REPO);
    await issues.create({ ...REPO, title: 'Sources', labels: ['modelbag'] });
    await issues.update({ ...REPO, issue_number: 3, state: 'closed' });
    await issues.get({ ...REPO, issue_number: 3 });
    const comments = await issues.listComments({ ...REPO, issue_number: 1 });
    expect(comments.data.map(({ user, performed_via_github_app: by }) => [user?.login, user?.type, by?.slug])).toEqual([
      ['octo', 'User', undefined],
      [BOT, 'Bot', 'github-actions'],
    ]);
    const comment_id = comments.data[0]!.id;
    await reactions.createForIssueComment({ ...REPO, comment_id, content: 'eyes' });
    await issues.updateComment({ ...REPO, comment_id, body: 'Edited' });
    const check = await checks.create({ ...REPO, name: 'modelbag', head_sha: merge, status: 'in_progress' });
    await checks.update({
      ...REPO,
      check_run_id: check.data.id,
      conclusion: 'success',
      output: {
        title: 'Good',
        summary: 'All',
        annotations: [
          { path: 'train.py', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'No seed' },
        ],
      },
    });
    await checks.listForRef({ ...REPO, ref: merge });
    await checks.listAnnotations({ ...REPO, check_run_id: check.data.id });
    const sarif = gzipSync(JSON.stringify({ version: '2.1.0', runs: [] })).toString('base64');
    const uploaded = await codeScanning.uploadSarif({ ...REPO, commit_sha: merge, ref: 'refs/heads/main', sarif });
    await codeScanning.getSarif({ ...REPO, sarif_id: uploaded.data.id! });
    const artifacts = await actions.listWorkflowRunArtifacts({ ...REPO, run_id: 7 });
    await actions.downloadArtifact({ ...REPO, artifact_id: artifacts.data.artifacts[0]!.id, archive_format: 'zip' });
  });

  it('lies below a path where told, as GitHub Enterprise Server does', async () => {
    const { github, octokit } = await start({ releases: [{ tag: 'v0.9' }] }, { prefix: '/api/v3' });
    expect(github.hosts.api).toMatch(/:\d+\/api\/v3$/);
    const { data } = await octokit.rest.repos.getReleaseByTag({ ...REPO, tag: 'v0.9' });
    expect(data.url).toBe(`${github.hosts.api}/repos/octo/model/releases/${data.id}`);
    expect(github.journal.lines()).toEqual(['GET /repos/octo/model/releases/tags/v0.9 200']);
  });

  it('reads the base as it is in git: whole trees, files of any size, and what is missing', async () => {
    const { octokit } = await start();
    const { git, repos } = octokit.rest;
    const tree = (await git.getTree({ ...REPO, tree_sha: 'main', recursive: '1' })).data;
    expect(tree.tree.filter(({ type }) => type === 'blob').map(({ path, sha }) => `${sha} ${path}`)).toEqual(
      project.git('ls-tree', '-r', '--format=%(objectname) %(path)', 'main').split('\n'),
    );
    const model = tree.tree.find(({ path }) => path === 'models/model.safetensors')!;
    const blob = (await git.getBlob({ ...REPO, file_sha: model.sha })).data;
    expect(Buffer.from(blob.content, 'base64').length).toBe(model.size);
    const raw = { mediaType: { format: 'raw' } };
    const text = (await repos.getContent({ ...REPO, path: 'train.py', ref: 'wider', ...raw }))
      .data as unknown as string;
    expect(text).toBe('import torch\n');
    expect((await refusalOf(repos.getContent({ ...REPO, path: 'none.py' }))).status).toBe(404);
    expect((await refusalOf(repos.getCommit({ ...REPO, ref: 'nowhere' }))).message).toBe('Validation Failed');
  });

  it('lists what a pull request changes since it left the base', async () => {
    const { octokit } = await start({ pulls: { 1: { head: 'wider' } } });
    const files = (await octokit.rest.pulls.listFiles({ ...REPO, pull_number: 1 })).data;
    expect(files.map(({ filename, status, previous_filename: before }) => [filename, status, before])).toEqual([
      ['LICENSE.md', 'renamed', 'LICENSE'],
      ['notes/new file.md', 'added', undefined],
      ['train.py', 'modified', undefined],
    ]);
    const changed = files[2]!;
    expect(changed.sha).toBe(project.git('rev-parse', 'wider:train.py'));
    expect(changed.changes).toBe(changed.additions + changed.deletions);
  });

  it('names the merged pull requests of a commit', async () => {
    const { octokit } = await start({ pulls: { 2: { head: 'done', merged: merge }, 4: { head: 'wider' } } });
    const found = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...REPO, commit_sha: merge });
    expect(found.data.map(({ number, state, merged_at: at }) => [number, state, at !== null])).toEqual([
      [2, 'closed', true],
    ]);
  });
});
