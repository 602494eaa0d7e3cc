// Runs the BagIt conformance suite of the Library of Congress with its own harness and reads what it prints: the harness itself
// ends with 0 whatever happened. Usage: node test/peers/conformance.mjs FOLDER_OF_THE_SUITE
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const suite = resolve(process.argv[2] ?? '');
const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
/** Bags that the suite had when this was written: fewer mean that it was not run as a whole. */
const LEAST = { valid: 27, invalid: 15, warning: 6 };

if (!existsSync(join(suite, 'test-harness'))) throw new Error(`expected the suite in ${suite}, found no test-harness`);
const run = spawnSync(
  process.env.PYTHON ?? 'python3',
  ['test-harness', '-v', '--', process.execPath, cli, 'verify', '--quiet'],
  { cwd: suite, encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } },
);
const results = [...run.stdout.matchAll(/^Expected (\S+) test (.+): rc=(-?\d+),/gm)].map(([, category, bag, code]) => ({
  category,
  bag,
  code: Number(code),
}));
// The bags of `linux-only` are invalid; those of `warning` are valid, but broken in git or a matter of taste.
const wrong = results.filter(({ category, code }) =>
  category === 'valid' ? code !== 0 : category === 'warning' ? code > 1 : code !== 1,
);
for (const [category, least] of Object.entries(LEAST)) {
  const found = results.filter((result) => result.category === category).length;
  if (found < least) wrong.push({ category, bag: `expected at least ${least} bags, found ${found}`, code: run.status });
}
for (const { category, bag, code } of wrong) process.stdout.write(`WRONG: ${category} ${bag}: exit ${code}\n`);
process.stdout.write(`BagIt conformance suite: ${results.length} bags, ${wrong.length} judged wrongly\n`);
if (results.length === 0) process.stdout.write(run.stderr);
process.exitCode = wrong.length === 0 ? 0 : 1;
