// Start-up: `modelbag --version` against an empty Node process (at most 1.5 times), and `inspect` of a tiny checkpoint with and
// without its code cache, beside picklescan where PICKLESCAN names it. NODES names other versions of Node, with commas between;
// --write puts the table into docs/performance.md.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, environment as outer, ratio, runOnce } from './pairs.mjs';
import { writeSection } from './section.mjs';

const ROUNDS = 15;
const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const cli = inRoot('dist/cli.cjs');
const model = inRoot('bench/tiny/tiny.pt');
const nodes = [process.execPath, ...(process.env.NODES?.split(',') ?? [])];
const { CI: _, NODE_DISABLE_COMPILE_CACHE: __, ...environment } = outer;
const cacheHome = mkdtempSync(join(tmpdir(), 'modelbag-startup-'));

try {
  const version = await ratio([nodes[0], cli, '--version'], [nodes[0], '-e', '0'], ROUNDS);
  process.stdout.write(
    `start-up: ${shown(version.a)} ms, node -e 0: ${shown(version.b)} ms, ratio ${version.ratio.toFixed(2)} (target 1.5)\n`,
  );
  process.exitCode = version.ratio <= 1.5 ? 0 : 1;
  const columns = await compare();
  for (const { what, seconds } of columns) process.stdout.write(`${what}: ${shown(seconds)} ms\n`);
  if (process.argv.includes('--write')) writeSection(inRoot('docs/performance.md'), 'Start-up', section(columns));
} finally {
  rmSync(cacheHome, { recursive: true, force: true });
}

/** Medians of commands that are run in turn, after one round that is not counted and makes the code caches. */
async function compare() {
  const inspect = [cli, 'inspect', model, '--format', 'json'];
  const kept = { ...environment, XDG_CACHE_HOME: cacheHome };
  const commands = nodes.flatMap((node) => {
    const name = `Node ${execFileSync(node, ['--version']).toString().trim().slice(1)}`;
    return [
      { what: `${name}: \`node -e 0\``, command: [node, '-e', '0'], env: kept },
      { what: `${name}: \`modelbag inspect tiny.pt\``, command: [node, ...inspect], env: kept },
      {
        what: `${name}: the same without code cache`,
        command: [node, ...inspect],
        env: { ...kept, NODE_DISABLE_COMPILE_CACHE: '1' },
      },
    ];
  });
  if (process.env.PICKLESCAN)
    commands.push({ what: '`picklescan -p tiny.pt`', command: [process.env.PICKLESCAN, '-p', model], env: kept });
  const times = commands.map(() => []);
  for (let round = 0; round <= ROUNDS; round++)
    for (const [i, { command, env }] of commands.entries()) {
      const { seconds } = await runOnce(command, { env });
      if (round > 0) times[i].push(seconds);
    }
  return commands.map(({ what }, i) => ({ what, seconds: median(times[i]) }));
}

function shown(seconds) {
  return (seconds * 1000).toFixed(0);
}

function section(columns) {
  return `\`bench/startup.mjs\`: whole processes, run in turn, medians of ${ROUNDS} rounds, ${cpus().length} × ${cpus()[0].model.split(' ').slice(0, 2).join(' ')}.

| what | milliseconds |
| --- | --- |
${columns.map(({ what, seconds }) => `| ${what} | ${shown(seconds)} |`).join('\n')}
`;
}
