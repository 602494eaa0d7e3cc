import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { error, info, notice, setOutput, summary, warning } from '@actions/core';
import { type Progress, stageWords } from '../progress.js';
import { lineOf } from '../report/escape.js';
import type { Annotation, Host, Payload } from './host.js';
import { openApi } from './octokit.js';

/** The runner of GitHub Actions: its files, its log, its commands. */
export async function openHost(env: Host['env'], now: Date): Promise<Host> {
  const log = (line: string): void => info(lineOf(line));
  return {
    env,
    now,
    event: { name: env['GITHUB_EVENT_NAME'] ?? '', payload: await readPayload(env['GITHUB_EVENT_PATH']) },
    log,
    annotate,
    output: (name, value) => setOutput(name, value),
    async summary(markdown) {
      if (env['GITHUB_STEP_SUMMARY']) await summary.addRaw(markdown, true).write();
    },
    progress: stages(log),
    api: (token) => openApi(token, log),
    wait: (milliseconds) => sleep(milliseconds),
  };
}

const COMMAND = { error, warning, notice } as const;

function annotate({ level, title, message, file, line }: Annotation): void {
  COMMAND[level](message, {
    title,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { startLine: line }),
  });
}

/** One line per stage, with its size. */
const stages = (log: (line: string) => void): Progress => ({
  stage: (...stage) => log(stageWords(...stage)),
  advance() {},
  done() {},
});

async function readPayload(path: string | undefined): Promise<Payload> {
  return path ? (JSON.parse(await readFile(path, 'utf8')) as Payload) : {};
}
