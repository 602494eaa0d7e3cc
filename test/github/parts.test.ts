import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../src/assess/assess.js';
import { annotationsOf } from '../../src/github/annotations.js';
import type { AssetFile } from '../../src/github/asset-files.js';
import { planAttachment } from '../../src/github/attach.js';
import { explained, WorkflowError } from '../../src/github/errors.js';
import type { Asset, Payload } from '../../src/github/host.js';
import { INPUTS, type InputName, parseInputs } from '../../src/github/inputs.js';
import { parseReport } from '../../src/github/report-document.js';
import { taskOf } from '../../src/github/task.js';
import { faultOf, uploadUrl } from '../../src/github/upload.js';
import { canonicalJson } from '../../src/report/json.js';
import { input, inspection } from '../assess/make.js';

const inputs = (given: Partial<Record<InputName, string>> = {}) => parseInputs((name) => given[name] ?? '');
const task = (
  name: string,
  payload: Payload,
  given: Partial<Record<InputName, string>> = {},
  ref = 'refs/heads/main',
) => taskOf({ event: { name, payload }, env: { GITHUB_REF: ref, GITHUB_REPOSITORY: 'octo/model' } }, inputs(given));

describe('inputs', () => {
  it('take an empty string for unset', () => {
    expect(inputs()).toEqual({
      command: 'auto',
      directory: '.',
      commentKey: 'modelbag',
      release: 'auto',
      ifExists: 'verify',
      split: 2 ** 31 - 1,
      checkRun: false,
      uploadSarif: false,
    });
  });

  it('reports every wrong value at once', () => {
    expect(() => inputs({ exports: 'onnx, onxn\nONNX' })).toThrow(/found "onxn"\nexports: .*found "ONNX"$/);
    expect(() => inputs({ release: 'yes', 'fail-on': 'note', 'comment-key': 'a b' })).toThrow(
      /release: expected auto.*\nfail-on|fail-on.*\nrelease/s,
    );
    expect(INPUTS.every(({ description }) => description.endsWith('.'))).toBe(true);
  });
});

describe('task', () => {
  it('archives tags and checks everything else', () => {
    expect(task('push', {}, {}, 'refs/tags/v1/x')).toEqual({ kind: 'archive', tag: 'v1/x', attach: true });
    expect(task('push', { deleted: true }, {}, 'refs/tags/v1')).toMatchObject({ kind: 'nothing' });
    expect(task('push', {})).toEqual({ kind: 'check' });
    expect(task('merge_group', {})).toEqual({ kind: 'check' });
    expect(task('workflow_dispatch', {}, { tag: 'v1' })).toEqual({ kind: 'archive', tag: 'v1', attach: true });
    expect(task('workflow_dispatch', { inputs: { tag: ' refs/tags/v1 ' } })).toMatchObject({ tag: 'v1' });
    expect(task('workflow_dispatch', { inputs: { tag: 'v1' } }, { tag: 'v2' })).toMatchObject({ tag: 'v2' });
    for (const inputs of [{ tag: '' }, { other: 'v1' }, null])
      expect(task('workflow_dispatch', { inputs })).toEqual({ kind: 'check' });
    expect(task('release', { action: 'created', release: { id: 1, tag_name: 'v1', draft: false } })).toMatchObject({
      kind: 'nothing',
    });
    expect(task('push', {}, { release: 'none' }, 'refs/tags/v1')).toMatchObject({ attach: false });
    expect(task('push', {}, { command: 'publish' })).toMatchObject({ kind: 'nothing' });
  });

  it('never reads the files of a pull request with a token that can write', () => {
    const pull_request = {
      number: 1,
      locked: false,
      user: { login: 'a', type: 'User' },
      head: { sha: 'a', ref: 'x', repo: { full_name: 'fork/model' } },
      base: { sha: 'b', ref: 'main' },
    };
    expect(task('pull_request_target', { pull_request })).toMatchObject({ kind: 'post-report' });
    expect(task('pull_request_target', { pull_request }, { command: 'check' })).not.toMatchObject({
      kind: 'pull-request',
    });
    expect(task('pull_request', { pull_request })).toMatchObject({ kind: 'pull-request', isReadOnly: true });
  });
});

const file = (name: string, role: AssetFile['role'] = 'beside'): AssetFile => ({
  role,
  path: name,
  name,
  size: 3,
  sha256: 'a'.repeat(64),
  contentType: 'x',
});
const asset = (name: string, more: object = {}): Asset =>
  ({ id: 1, name, state: 'uploaded', size: 3, digest: `sha256:${'a'.repeat(64)}`, ...more }) as Asset;

describe('attachment', () => {
  const files = [file('b.zip', 'bag'), file('b.zip.events.json')];

  it('keeps files beside the same bag, whatever their bytes', () => {
    const present = [asset('b.zip'), asset('b.zip.events.json', { digest: 'sha256:0', size: 9 })];
    expect(planAttachment(files, present, 'verify').map((step) => step.do)).toEqual(['keep', 'keep']);
  });

  it('replaces all of them together with another bag', () => {
    const present = [asset('b.zip', { size: 9 }), asset('b.zip.events.json')];
    expect(planAttachment(files, present, 'verify').map((step) => step.do)).toEqual(['refuse', 'keep']);
    expect(planAttachment(files, present, 'replace').map((step) => step.do)).toEqual(['replace', 'keep']);
  });

  it('removes nothing but our own names', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('b.zip', 'b.zip.events.json', 'theirs', 'B.zip', 'b.zip.')), (names) => {
        const present = names.map((name, i) =>
          asset(name, { id: i, state: i % 2 ? 'starter' : 'uploaded', size: i % 3 }),
        );
        const removed = planAttachment(files, present, 'replace').flatMap((step) =>
          step.do === 'upload' ? step.remove : step.do === 'replace' ? [step.old] : [],
        );
        expect(removed.every(({ name }) => files.some((one) => one.name === name))).toBe(true);
      }),
    );
  });

  it('reports what GitHub made of a file', () => {
    expect(faultOf(asset('b.zip'), file('b.zip'))).toBeNull();
    expect(faultOf(asset('b.zip', { state: 'starter' }), file('b.zip'))).toContain('starter');
    expect(faultOf(asset('default.zip'), file('b.zip'))).toContain('renamed');
    expect(faultOf(asset('b.zip', { digest: 'sha256:00' }), file('b.zip'))).toContain('expected sha256');
    expect(faultOf(asset('b.zip', { digest: null }), file('b.zip'))).toBeNull();
  });

  it('sends the token to no other host', () => {
    const release = (upload_url: string) => ({ upload_url });
    const api = 'https://api.github.com';
    expect(uploadUrl(release('https://uploads.github.com/r/1/assets{?name,label}'), 'b.zip', api).href).toBe(
      'https://uploads.github.com/r/1/assets?name=b.zip',
    );
    expect(uploadUrl(release('https://ghe.example/api/uploads/1{?name}'), 'b', 'https://ghe.example/api/v3').host).toBe(
      'ghe.example',
    );
    for (const url of [
      'https://evil.example/1',
      'http://uploads.github.com/1',
      'https://uploads.github.com.evil.example/1',
    ])
      expect(() => uploadUrl(release(url), 'b', api)).toThrow(WorkflowError);
  });
});

describe('errors', () => {
  const failure = (status: number, message: string, headers = {}): Error =>
    Object.assign(new Error(message), { status, response: { headers } });
  const told = (error: Error): WorkflowError => explained(error, 'attaching', { contents: 'write' }) as WorkflowError;

  it('name the permission that GitHub names', () => {
    const headers = { 'x-accepted-github-permissions': 'pull_requests=write; issues=write' };
    expect(told(failure(403, 'Resource not accessible by integration', headers)).yaml).toBe(
      'permissions:\n  contents: read\n  pull-requests: write',
    );
    expect(told(failure(403, 'no')).yaml).toBe('permissions:\n  contents: write');
  });

  it('tell limits from permissions, and pages from reasons', () => {
    expect(told(failure(403, 'You have exceeded a secondary rate limit')).message).toContain('rate');
    expect(told(failure(502, '<html><title>Unicorn!</title>…')).message).toContain('answers 502, Unicorn!');
    expect(told(failure(422, 'tag_name was used by an immutable release')).advice).toContain('new tag');
    expect(explained(new TypeError('ours'), 'x', {})).toBeInstanceOf(TypeError);
  });
});

describe('annotations', () => {
  it('are at most ten of a level, and none for what the base has too', () => {
    const finding = {
      rule: 'r',
      kind: 'r',
      confidence: 'high',
      message: 'm',
      advice: 'a',
      path: 'x.py',
      line: 3,
    } as const;
    const base = assess(input({ inspections: [] }));
    const findings = [
      ...Array.from({ length: 30 }, () => ({ ...finding, severity: 'warning' as const })),
      { ...finding, severity: 'error' as const, newAgainstBase: false },
      { ...finding, severity: 'error' as const, path: '.', newAgainstBase: true },
    ];
    const found = annotationsOf({ ...base, findings }, 'models');
    expect(found).toHaveLength(11);
    expect(found[0]).toEqual({ level: 'error', title: 'modelbag: r', message: 'm a' });
    expect(found[1]).toMatchObject({ level: 'warning', file: 'models/x.py', line: 3 });
  });
});

describe('a report of another run', () => {
  const honest = assess(
    input({ inspections: [inspection('evil.pkl', { format: 'pickle', loading: 'code', globals: ['os.system'] })] }),
  );

  it('is derived again, so that its own verdict counts for nothing', async () => {
    const lied = { ...honest, verdict: 'pass', summary: 'Ready. @everyone' };
    expect(await parseReport(canonicalJson(lied))).toMatchObject({ verdict: 'fail', summary: honest.summary });
  });

  it('is refused where it is none', async () => {
    for (const text of ['', '[]', '{}', canonicalJson({ ...honest, models: [{ path: 7 }] })])
      await expect(parseReport(text)).rejects.toThrow(WorkflowError);
  });
});
