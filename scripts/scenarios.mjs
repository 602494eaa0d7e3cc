// The table of docs/github.md, from the scenarios that tests play: what people reported of other Actions, what modelbag does.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = 'docs/github.md';
const BEGIN = '<!-- scenarios:begin, written by scripts/docs.mjs -->';
const END = '<!-- scenarios:end -->';

/** Everything that scenarios need to be played is left out; what is left is what they say of themselves. */
const unplayed = {
  name: 'unplayed',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path, namespace: 'unplayed' },
    );
    builder.onLoad({ filter: /.*/, namespace: 'unplayed' }, ({ path }) => ({
      contents: path.endsWith('/scenario.js')
        ? 'module.exports = { scenarios: (title, all) => globalThis.told.push({ title, all }) };'
        : 'module.exports = {};',
    }));
  },
};

/** Groups of scenarios, in the order of their files. */
async function loadScenarios() {
  const folder = join(root, 'test/github/scenarios');
  globalThis.told = [];
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.test.ts'))) {
    const { outputFiles } = await build({
      entryPoints: [join(folder, name)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      logLevel: 'error',
      plugins: [unplayed],
    });
    await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  }
  return globalThis.told;
}

const linkOf = (report) => {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(report) ?? [];
  if (!repository) throw new Error(`expected a report as owner/name#1, found ${report}`);
  return `[${report}](https://github.com/${repository}/issues/${number})`;
};

const tableOf = ({ title, all }) =>
  [
    `### ${title}\n`,
    '| modelbag … | Reported as |',
    '| --- | --- |',
    ...all.map(({ does, reports }) => `| ${does.replaceAll('|', '\\|')} | ${reports.map(linkOf).join(', ')} |`),
    '',
  ].join('\n');

/** Wanted text by path from the root, and what is wrong that no program can mend. */
export async function planScenarios() {
  const page = readFileSync(join(root, PAGE), 'utf8');
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || end < start) return { wanted: new Map(), faults: [`${PAGE} lacks ${BEGIN} … ${END}`] };
  const tables = (await loadScenarios()).map(tableOf).join('\n');
  return { wanted: new Map([[PAGE, `${page.slice(0, start)}${BEGIN}\n\n${tables}\n${page.slice(end)}`]]), faults: [] };
}
