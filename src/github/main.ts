import * as core from '@actions/core';
import { lineOf } from '../report/escape.js';
import { run } from './run.js';
import { openHost } from './runner-host.js';

/** The door of the Action: reads inputs, hands over to `run`, says how it ended. */
async function main(): Promise<void> {
  const token = core.getInput('token');
  if (token !== '') core.setSecret(token);
  process.exitCode = await run((name) => core.getInput(name), await openHost(process.env, new Date()));
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  core.error(
    `This is a bug of modelbag, please report it with the lines below.\n${stack.split('\n').map(lineOf).join('\n')}`,
    { title: 'modelbag' },
  );
});
