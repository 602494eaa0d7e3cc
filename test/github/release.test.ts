import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { verifyBag } from '../../src/bag/verify.js';
import { thoroughly } from '../thorough.js';
import { dispatched, pushed, releasePublished, tagPushed } from './events.js';
import type { FakeGitHub } from './fake/github.js';
import type { Initial } from './fake/seed.js';
import type { Release } from './fake/store.js';
import { fixture, type ModelRepository, trainingProject } from './model-repository.js';
import type { RunResult } from './runner.js';
import { act, evil, fake, project, written } from './scenario.js';

const CREATE = 'POST /releases 201';
const tagged = (tag = 'v1.0'): ModelRepository => {
  const repository = project();
  repository.tag(tag);
  return repository;
};
const push = (github: FakeGitHub, repository: ModelRepository, inputs = {}, tag = 'v1.0'): Promise<RunResult> =>
  act({ github, trigger: tagPushed(github, tag), repositoryFolder: repository.checkedOut(tag), inputs });
const started = async (initial: Initial = {}) => {
  const repository = tagged();
  return { repository, github: await fake({ folder: repository.folder, ...initial }) };
};
const names = (github: FakeGitHub, release = 0): string[] =>
  github.repository.releases[release]!.assets.map(({ name }) => name.replace(/^checkout-\d+-/, ''));
const OURS = ['v1.0.zip', 'v1.0.zip.sha256', 'v1.0.zip.report.html', 'v1.0.zip.events.json'];
/** The folder of a checkout names the bag where the repository has no other name. */
const named = { '.github/modelbag.yml': 'name: digits\n' };

describe('a pushed tag', () => {
  it('gets a draft release with the bag, whose bytes are the ones that were promised', async () => {
    const { repository, github } = await started();
    const run = await push(github, repository);
    expect(run.exitCode).toBe(0);
    expect(written(github).map((line) => line.replace(/\d{4}/g, 'ID'))).toEqual([
      CREATE,
      ...OURS.map(() => 'POST /releases/ID/assets 201'),
      'PATCH /releases/ID 200',
    ]);
    const [release] = github.repository.releases;
    expect(release).toMatchObject({ draft: true, tag: 'v1.0' });
    expect(names(github)).toEqual(OURS);
    const content = github.contentPath(release!.assets[0]!.id);
    const sha256 = createHash('sha256').update(readFileSync(content)).digest('hex');
    expect(run.outputs['bag-sha256']).toBe(sha256);
    expect(release!.body).toContain(sha256);
    expect(readFileSync(run.outputs['checksums']!, 'utf8')).toContain(`${sha256}  `);
    expect(run.summary).toContain(sha256);
    expect(await verifyBag(content)).toMatchObject({ verdict: 'valid' });
  });

  thoroughly('says what the release changes against the bag of the one before it, read by ranges', async () => {
    const path = 'models/model.safetensors';
    const metrics = (accuracy: number): string => JSON.stringify({ accuracy });
    const repository = project({ ...trainingProject(), ...named, 'metrics.json': metrics(0.91) });
    repository.tag('v0.9');
    const weights = Buffer.from(fixture('neutral/hf-model-dir/model.safetensors'));
    weights.writeFloatLE(weights.readFloatLE(weights.length - 4) + 0.5, weights.length - 4);
    repository.commit('Train on', { [path]: weights, 'metrics.json': metrics(0.93) });
    repository.tag('v1.0');
    const github = await fake({ folder: repository.folder });
    expect((await push(github, repository, { release: 'publish' }, 'v0.9')).exitCode).toBe(0);
    expect(github.repository.releases[0]!.body).not.toContain('Since');
    github.journal.clear();
    const run = await push(github, repository);
    expect(run.exitCode).toBe(0);
    const { body } = github.repository.releases[1]!;
    for (const text of [body!, run.summary]) {
      expect(text).toMatch(
        /#### Since v0\.9\n.*✏️ changed \| `models\/model\.safetensors` .*1 of \d tensors? with other values/s,
      );
      expect(text).toContain('| accuracy | 0.91 | 0.93 |');
    }
    expect(github.journal.of('GET storage').map(({ status }) => status)).toEqual(expect.arrayContaining([206]));
    expect(github.journal.of('GET storage').every(({ status }) => status === 206)).toBe(true);
  });

  thoroughly('attaches to a draft that is there, keeps its notes and files, and is safe to run again', async () => {
    const repository = project({ ...named, 'm.safetensors': 'x' });
    repository.tag('v1.0');
    const github = await fake({
      folder: repository.folder,
      releases: [{ tag: 'v1.0', draft: true, body: 'By hand.', assets: [{ name: 'theirs.txt', content: 'theirs' }] }],
    });
    expect((await push(github, repository)).exitCode).toBe(0);
    const [release] = github.repository.releases;
    expect(release!.body).toMatch(/^By hand\.\n\n<!-- modelbag:begin -->/);
    const before = structuredClone(release);
    github.journal.clear();
    const again = await push(github, repository);
    expect(again.exitCode).toBe(0);
    expect(written(github)).toEqual([]);
    expect(github.repository.releases).toEqual([before]);
    expect(names(github)).toContain('theirs.txt');
  });

  thoroughly('attaches to a published release', async () => {
    const { repository, github } = await started({ releases: [{ tag: 'v1.0', draft: false }] });
    const run = await push(github, repository);
    expect(run.exitCode).toBe(0);
    expect(written(github)).not.toContain(CREATE);
    expect(names(github)).toEqual(OURS);
    expect(run.outputs['bag-url']).toContain('/releases/download/v1.0/');
  });

  thoroughly('tells that a published immutable release takes nothing more', async () => {
    const { repository, github } = await started({ releases: [{ tag: 'v1.0', draft: false, immutable: true }] });
    const run = await push(github, repository);
    expect(run.exitCode).toBe(1);
    expect(run.annotations.at(-1)?.message).toMatch(/immutable.*release: publish/s);
    expect(written(github)).toEqual([]);
  });

  thoroughly('accepts the same bytes in an immutable release', async () => {
    const repository = project({ ...named, 'm.safetensors': 'x' });
    repository.tag('v1.0');
    const github = await fake({ folder: repository.folder, immutableReleases: true });
    await push(github, repository, { release: 'publish' });
    github.journal.clear();
    expect((await push(github, repository, { release: 'publish' })).exitCode).toBe(0);
    expect(written(github)).toEqual([]);
  });

  thoroughly('tells which permission is missing', async () => {
    const { repository, github } = await started({ permissions: { contents: 'read' } });
    const run = await push(github, repository);
    expect(run.exitCode).toBe(1);
    expect(run.annotations.at(-1)?.message).toContain('permissions:\n  contents: write');
    expect(run.summary).toContain('  contents: write');
    expect(github.repository.releases).toEqual([]);
  });

  thoroughly('tells that a token is missing', async () => {
    const { repository, github } = await started();
    const run = await act({
      github,
      trigger: tagPushed(github, 'v1.0'),
      repositoryFolder: repository.checkedOut('v1.0'),
      token: '',
    });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.at(-1)?.message).toMatch(/^ {2}token: \$\{\{ github\.token \}\}$/m);
  });

  thoroughly('attaches nothing that must not be published', async () => {
    const repository = project({ 'model.pkl': evil() });
    repository.tag('v1.0');
    const github = await fake({ folder: repository.folder });
    const run = await push(github, repository);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['verdict']).toBe('fail');
    expect(run.annotations.some(({ properties }) => properties['file'] === 'model.pkl')).toBe(true);
    expect(written(github)).toEqual([]);
  });
});

describe('a published release', () => {
  thoroughly('gets the bag', async () => {
    const { repository, github } = await started({ releases: [{ tag: 'v1.0', draft: false }] });
    const run = await act({
      github,
      trigger: releasePublished(github, 'v1.0'),
      repositoryFolder: repository.checkedOut('v1.0'),
    });
    expect(run.exitCode).toBe(0);
    expect(names(github)).toEqual(OURS);
  });
});

describe('a workflow started by hand', () => {
  thoroughly('archives an old tag', async () => {
    const { repository, github } = await started();
    repository.commit('Later', { 'later.txt': 'x' });
    const run = await act({
      github,
      trigger: dispatched(github, { tag: 'v1.0' }),
      repositoryFolder: repository.checkedOut('v1.0'),
      inputs: { tag: 'v1.0' },
    });
    expect(run.exitCode).toBe(0);
    expect(names(github)).toEqual(OURS);
  });

  thoroughly('tells that a tag is wrong', async () => {
    const { repository, github } = await started();
    const run = await act({
      github,
      trigger: dispatched(github, { tag: 'v9' }),
      repositoryFolder: repository.checkedOut('main'),
      inputs: { tag: 'v9' },
    });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.at(-1)?.message).toContain('ref: refs/tags/v9');
    expect(written(github)).toEqual([]);
  });
});

describe('two jobs', () => {
  thoroughly('pack without and publish with the write token', async () => {
    const { repository, github } = await started();
    const packed = await push(github, repository, { command: 'pack' });
    expect(packed.exitCode).toBe(0);
    expect(written(github)).toEqual([]);
    const published = await act({
      github,
      trigger: tagPushed(github, 'v1.0'),
      inputs: { command: 'publish', directory: join(packed.temporary, 'modelbag') },
    });
    expect(published.exitCode).toBe(0);
    expect(names(github)).toEqual(OURS);
    expect(published.outputs['bag-sha256']).toBe(packed.outputs['bag-sha256']);
  });

  thoroughly('publish no bag that changed on its way', async () => {
    const { repository, github } = await started();
    const packed = await push(github, repository, { command: 'pack' });
    const [bag] = JSON.parse(packed.outputs['bag-paths']!) as [string];
    const bytes = readFileSync(bag);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(bag, bytes);
    const published = await act({
      github,
      trigger: tagPushed(github, 'v1.0'),
      inputs: { command: 'publish', directory: join(packed.temporary, 'modelbag') },
    });
    expect(published.exitCode).toBe(1);
    expect(written(github)).toEqual([]);
  });
});

describe('two jobs at the same moment', () => {
  const PERSON = {
    ghp_ada: { login: 'ada', kind: 'person' as const, permissions: { contents: 'write' } as const },
  };
  const R = '/repos/{owner}/{repo}/releases';

  /** What another job does as soon as this one has made its draft. */
  function meanwhile({ repository, fault }: FakeGitHub, other: (ours: Release) => void): void {
    let isDone = false;
    const when = ({ route }: { route: string }): boolean => {
      const [ours] = repository.releases;
      if (route === `GET ${R}` && ours && !isDone) {
        isDone = true;
        other(ours);
      }
      return false;
    };
    fault({ name: 'another job', when });
  }

  thoroughly('end with the older draft, also with the token of a person and where both remove the other', async () => {
    const { repository, github } = await started({ tokens: PERSON });
    meanwhile(github, (ours) => github.repository.releases.push({ ...ours, id: 1 }));
    const answer = { status: 404, body: { message: 'Not Found' }, keep: true };
    github.fault({ name: 'removed first', when: `DELETE ${R}/{release_id}`, answer });
    const run = await act({
      github,
      trigger: tagPushed(github, 'v1.0'),
      repositoryFolder: repository.checkedOut('v1.0'),
      token: 'ghp_ada',
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['release-id']).toBe('1');
    expect(github.repository.releases).toMatchObject([{ id: 1, draft: true, author: 'ada' }]);
    expect(names(github)).toEqual(OURS);
    expect(run.stdout).not.toContain('the empty draft stays');
  });

  thoroughly('attach to the release that one of them has published, and leave no draft', async () => {
    const { repository, github } = await started();
    meanwhile(github, (ours) =>
      github.repository.releases.push({ ...ours, id: 999_999, draft: false, publishedAt: ours.createdAt }),
    );
    const run = await push(github, repository, { release: 'publish' });
    expect(run.exitCode).toBe(0);
    expect(github.repository.releases).toMatchObject([{ id: 999_999, draft: false }]);
    expect(names(github)).toEqual(OURS);
  });

  thoroughly('take back no draft of each other where nothing could be attached', async () => {
    const { repository, github } = await started();
    meanwhile(github, (ours) => github.repository.releases.push({ ...ours, id: 1 }));
    const answer = { status: 400, body: { message: 'No' } };
    github.fault({ name: 'refused', when: `POST ${R}/{release_id}/assets`, answer });
    expect((await push(github, repository)).exitCode).toBe(1);
    expect(github.repository.releases).toMatchObject([{ id: 1, draft: true }]);
  });
});

describe('a pushed branch', () => {
  it('is checked, and nothing is written', async () => {
    const { repository, github } = await started();
    const run = await act({
      github,
      trigger: pushed(github, 'refs/heads/main'),
      repositoryFolder: repository.checkedOut('main'),
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['verdict']).toBe('attention');
    expect(written(github)).toEqual([]);
  });
});
