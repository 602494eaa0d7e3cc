// The table of docs/github.md, from the scenarios that tests play: what people reported of other Actions, what modelbag does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const BEGIN = '<!-- scenarios: written by npm run docs -->';
const END = '<!-- /scenarios -->';

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
async function loadScenarios(root) {
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

/** The page with the table as the scenarios are now. */
export async function pageWithScenarios(root) {
  const page = readFileSync(join(root, 'docs/github.md'), 'utf8');
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`docs/github.md lacks ${BEGIN} … ${END}`);
  const groups = await loadScenarios(root);
  return `${page.slice(0, start)}${BEGIN}\n\n${groups.map(tableOf).join('\n')}\n${page.slice(end)}`;
}
