import { appendFileSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { thoroughly } from '../thorough.js';
import { releasePublished, scheduled } from './events.js';
import type { Initial } from './fake/seed.js';
import { act, fake, project, written } from './scenario.js';

describe('every week', () => {
  it('verifies the bags of the releases, and tells which is broken', async () => {
    const repository = project();
    repository.tag('v1.0');
    const github = await fake({ folder: repository.folder, releases: [{ tag: 'v1.0', draft: false }] });
    await act({ github, trigger: releasePublished(github, 'v1.0'), repositoryFolder: repository.checkedOut('v1.0') });
    github.journal.clear();
    const good = await act({ github, trigger: scheduled(github) });
    expect(good.exitCode).toBe(0);
    expect(good.summary).toContain('✅ as it was attached');
    appendFileSync(github.contentPath(github.repository.releases[0]!.assets[0]!.id), '!');
    const bad = await act({ github, trigger: scheduled(github) });
    expect(bad.exitCode).toBe(1);
    expect(bad.summary).toMatch(/❌ expected/);
    expect(written(github)).toEqual([]);
  });

  thoroughly('asks for cited data where the project is checked out, and remembers what it saw', async () => {
    const repository = project({
      '.github/modelbag.yml': 'sources:\n  extra: [https://data.invalid/digits.csv]\n',
      'README.md': '# Digits\n',
    });
    const github = await fake({ folder: repository.folder });
    const run = await act({ github, trigger: scheduled(github), repositoryFolder: repository.checkedOut('main') });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain('data.invalid');
    expect(JSON.parse(readFileSync(run.outputs['sources-memory']!, 'utf8'))).not.toEqual({});
  });

  thoroughly('tells of a broken bag although the configuration is bad, and of that too', async () => {
    const repository = project({ '.github/modelbag.yml': 'nonsense: 1\n' });
    const assets = [
      { name: 'digits.zip', content: 'no zip' },
      { name: 'digits.zip.sha256', content: `${'0'.repeat(64)}  digits.zip\n` },
    ];
    const github = await fake({ folder: repository.folder, releases: [{ tag: 'v1.0', draft: false, assets }] });
    const run = await act({ github, trigger: scheduled(github), repositoryFolder: repository.checkedOut('main') });
    expect(run.exitCode).toBe(1);
    expect(run.summary).toMatch(/digits\.zip.*❌ expected[\s\S]*nothing was asked for the cited data.*nonsense/);
    expect(run.annotations.at(-1)?.message).toContain('1 of 1 bags');
  });

  thoroughly('keeps one issue with the token of a person too, and with an answer that was lost', async () => {
    const repository = project();
    const tokens: Initial['tokens'] = {
      ghp_ada: { login: 'ada', kind: 'person', permissions: { actions: 'read', contents: 'write', issues: 'write' } },
    };
    const assets = [
      { name: 'digits.zip', content: 'no zip' },
      { name: 'digits.zip.sha256', content: `${'0'.repeat(64)}  digits.zip\n` },
    ];
    const github = await fake({
      folder: repository.folder,
      tokens,
      runs: [{ id: 900, event: 'schedule', conclusion: 'failure', createdAt: '2026-01-05T04:17:00Z' }],
      releases: [{ tag: 'v1.0', draft: false, assets }],
      pulls: { 3: { head: 'main', author: 'ada', body: '<!-- modelbag:tracking -->\nA pull request.' } },
    });
    github.repository.issues.get(3)!.labels.push('modelbag');
    github.fault({ name: 'lost', when: 'POST /repos/{owner}/{repo}/issues', reset: 'answer' });
    for (let week = 1; week <= 2; week++)
      expect((await act({ github, trigger: scheduled(github), token: 'ghp_ada' })).exitCode).toBe(1);
    const issues = [...github.repository.issues.values()];
    expect(issues.filter(({ title }) => title.startsWith('modelbag:'))).toMatchObject([{ author: 'ada' }]);
    expect(issues.find(({ number }) => number === 3)!.body).toContain('A pull request.');
  });

  thoroughly('is content with a repository that has no bag yet', async () => {
    const github = await fake({ folder: project().folder });
    const run = await act({ github, trigger: scheduled(github) });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain('No release has a bag yet');
  });
});
