import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { temporaryFolder } from '../tree/repository-fixture.js';
import { dispatched, scheduled } from './events.js';
import { type FakeGitHub, startFakeGitHub } from './fake/github.js';
import { TOKEN } from './fake/seed.js';
import { type ModelRepository, modelRepository, trainingProject } from './model-repository.js';
import { type RunResult, runAction } from './runner.js';
import { parseCommandFile, parseLog } from './runner-output.js';

const modules = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'node_modules');

/** An Action that says what it is given, through the real toolkit. */
const ACTION = `
import { readFileSync } from 'node:fs';
import * as core from '${modules}/@actions/core/lib/core.js';
import { context, getOctokit } from '${modules}/@actions/github/lib/github.js';
core.setOutput('inputs', Object.entries(process.env).filter(([name]) => name.startsWith('INPUT_')));
core.setOutput('plain', 'one\\ntwo::warning::not one');
core.setOutput('workspace', readFileSync('README.md', 'utf8').length);
core.setSecret('hidden');
core.error('Bad\\nvery', { file: 'a,b.py', startLine: 3, title: 'Of: this' });
core.startGroup('Reading');
console.log('in the group');
core.endGroup();
console.log('::stop-commands::word\\n::error::quoted\\n::word::');
core.saveState('done', 'yes');
core.exportVariable('MODEL', 'm');
await core.summary.addRaw('# Summary').write();
const { data } = await getOctokit(core.getInput('token')).rest.repos.get(context.repo);
core.setOutput('repository', data.full_name);
core.setOutput('event', [context.eventName, context.payload.inputs?.tag, context.ref]);
globalThis.held = Buffer.alloc(150 * 1024 * 1024, 1);
process.exitCode = 1;
`;

const METADATA = `
inputs:
  token: { default: '\${{ github.token }}' }
  fail-on: { default: error }
  out dir: {}
`;

describe('runner', () => {
  let project: ModelRepository;
  let github: FakeGitHub;
  let folder: { path: string; clean(): void };
  let entry: string;
  let result: RunResult;
  beforeAll(async () => {
    project = modelRepository(trainingProject());
    github = await startFakeGitHub({ folder: project.folder });
    folder = temporaryFolder();
    mkdirSync(join(folder.path, 'dist'));
    entry = join(folder.path, 'dist', 'action.mjs');
    writeFileSync(entry, ACTION);
    writeFileSync(join(folder.path, 'action.yml'), METADATA);
    const trigger = dispatched(github, { tag: 'v1' });
    result = await runAction({
      entry,
      github,
      trigger,
      inputs: { 'fail-on': 'never' },
      repositoryFolder: project.checkedOut('main'),
    });
  });
  afterAll(async () => {
    result.clean();
    folder.clean();
    project.clean();
    await github.stop();
  });

  it('gives inputs and their defaults the names that runners give them', () => {
    expect(Object.fromEntries(JSON.parse(result.outputs['inputs']!) as [string, string][])).toEqual({
      INPUT_TOKEN: TOKEN,
      'INPUT_FAIL-ON': 'never',
      INPUT_OUT_DIR: '',
    });
  });

  it('gives the event, the work tree and a GitHub to talk to', () => {
    expect(JSON.parse(result.outputs['event']!)).toEqual(['workflow_dispatch', 'v1', 'refs/heads/main']);
    expect(Number(result.outputs['workspace'])).toBeGreaterThan(0);
    expect(result.outputs['repository']).toBe('octo/model');
    expect(github.journal.lines()).toEqual(['GET /repos/octo/model 200']);
  });

  it('reads outputs, state, variables, summary and exit code', () => {
    expect(result.outputs['plain']).toBe('one\ntwo::warning::not one');
    expect([result.state, result.exported, result.summary, result.exitCode]).toEqual([
      { done: 'yes' },
      { MODEL: 'm' },
      '# Summary',
      1,
    ]);
  });

  it('reads commands as a runner does', () => {
    expect(result.annotations).toEqual([
      { name: 'error', properties: { title: 'Of: this', file: 'a,b.py', line: '3' }, message: 'Bad\nvery' },
    ]);
    expect(result.groups).toEqual([{ title: 'Reading', lines: ['in the group'] }]);
    expect(result.lines).toContain('::error::quoted');
    expect(result.masks).toEqual(['hidden']);
  });

  it('measures the memory of the process alone', () => {
    if (process.platform !== 'linux') return;
    expect(result.peakMemory).toBeGreaterThan(150 * 1024 * 1024);
    expect(result.peakMemory).toBeLessThan(400 * 1024 * 1024);
  });

  it('refuses inputs that action.yml does not have, and ends what takes too long', async () => {
    const trigger = scheduled(github);
    await expect(runAction({ entry, github, trigger, inputs: { failon: 'x' } })).rejects.toThrow(
      "Unexpected input(s) 'failon'",
    );
    writeFileSync(join(folder.path, 'dist', 'hang.cjs'), 'setInterval(() => {}, 1000);');
    const hung = await runAction({ entry: join(folder.path, 'dist', 'hang.cjs'), github, trigger, timeout: 300 });
    expect(hung.exitCode).toBe(-1);
    hung.clean();
  });
});

describe('files of commands', () => {
  it('give back what the toolkit writes', () => {
    const line = fc.string().map((text) => text.replace(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const text = `name<<ghadelimiter_1\n${lines.join('\n')}\nghadelimiter_1\n`;
        expect(parseCommandFile(text)).toEqual({ name: lines.join('\n') });
      }),
    );
    expect(parseCommandFile('a=1=2\n\nb=\n')).toEqual({ a: '1=2', b: '' });
  });

  it('are refused when the runner would', () => {
    expect(() => parseCommandFile('a<<end\nopen\n')).toThrow("Matching delimiter not found 'end'");
    expect(() => parseCommandFile('no value\n')).toThrow("Invalid format 'no value'");
  });
});

describe('logs', () => {
  it('keep every line, as text or as a command', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }).map((text) => text.replace(/[\r\n]/g, ' '))), (lines) => {
        const log = parseLog(lines.map((one) => `${one}\n`).join(''));
        expect(log.lines.length + log.commands.length).toBe(lines.length);
        expect(log.lines.every((one) => lines.includes(one))).toBe(true);
      }),
    );
    expect(parseLog('')).toEqual({ lines: [], commands: [], annotations: [], groups: [], masks: [] });
  });
});
