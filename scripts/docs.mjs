// Keeps docs/rules/ in step with the registry of rules: the index, and the line under each page's title; in README.md
// the table of what is checked, and the inputs and outputs of action.yml; docs/formats.* with the registry of formats; and in
// docs/github.md the table of scenarios.
// `--check` changes nothing and exits 1 where a page is missing, left over or out of step.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { planFormats } from './format-docs.mjs';
import { planScenarios } from './scenarios.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs', 'rules');
const SECTIONS = ['Why it matters', 'Example', 'What to do', 'Configure'];

/** What the guideline asks, in a few words; docs/glossary.md has the whole. */
const DEMANDS = {
  S1: 'save several states of the training',
  S2: 'examine an open export',
  S3: 'keep scripts, seeds and settings',
  S4: 'keep or cite the training data',
  S9: 'prefer formats that depend on no framework',
};

/** The registry itself, bundled in memory: the sources are TypeScript. */
export async function loadRules() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/assess/rules/registry.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const { RULES } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return RULES;
}

const summaryOf = ({ title, severity, guideline }) =>
  `*${title}.* Severity: **${severity}**.${guideline ? ` Guideline ${guideline}: ${DEMANDS[guideline]}.` : ''}`;

const indexOf = (rules) => `# Rules

${rules.length} rules say what stands between a repository and a good archive. Only what must not be published is an error;
everything else is a warning or a note. \`modelbag explain RULE\` prints the same pages.

| Rule | What it says | Severity | Guideline |
| --- | --- | --- | --- |
${rules.map(({ id, title, severity, guideline }) => `| [${id}](${id}.md) | ${title} | ${severity} | ${guideline ?? ''} |`).join('\n')}

Every rule can be changed or silenced in \`.github/modelbag.yml\`:

\`\`\`yaml
rules:
  citation-missing: warning
  hardware-unrecorded: off
fail-on: error   # or warning, never
\`\`\`

The guideline is the research-data guide of LMU Munich and others, doi:10.5281/zenodo.10021390, use case
"Statistische Modelle, Neuronale Netzwerke, LLMs".
`;

/** A page with the generated line under its title; the rest is written by hand. */
function pageOf(rule, text) {
  const [title, , ...rest] = text.split('\n');
  const written = rest[0]?.startsWith('*') && rest[0].includes('Severity: **') ? rest.slice(2) : rest;
  return [title, '', summaryOf(rule), '', ...written].join('\n');
}

const rowsOf = (rules) =>
  rules.map(({ id, title, severity }) => `| ${title} | ${severity} | [\`${id}\`](docs/rules/${id}.md) |`).join('\n');

/** What is checked: what may stop a release or should be improved in sight, what is only worth knowing folded. */
function rulesTable(rules) {
  const head = '| What is checked | Severity | Rule |\n| --- | --- | --- |\n';
  const notes = rules.filter(({ severity }) => severity === 'note');
  const graver = ['error', 'warning'].flatMap((severity) => rules.filter((rule) => rule.severity === severity));
  return `${head}${rowsOf(graver)}\n\n<details><summary>and ${notes.length} that are only worth knowing</summary>\n\n${head}${rowsOf(notes)}\n\n</details>`;
}

const cell = (text) => String(text).trim().replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Inputs and outputs in the words of action.yml. */
function actionTables() {
  const { inputs, outputs } = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
  const given = Object.entries(inputs).map(([name, input]) => {
    const value = input.default === '' ? '' : `\`${cell(input.default)}\``;
    return `| \`${name}\` | ${cell(input.description)} | ${value} |`;
  });
  const got = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return `<details><summary>Inputs and outputs</summary>\n\n| Input | Does | Default |\n| --- | --- | --- |\n${given.join('\n')}\n\n| Output | Holds |\n| --- | --- |\n${got.join('\n')}\n\n</details>`;
}

/** The text with what stands between the two marks of a part replaced. */
function withPart(text, name, part) {
  const [begin, end] = [`<!-- ${name}:begin, written by scripts/docs.mjs -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks of ${name}`);
  return `${text.slice(0, from + begin.length)}\n${part}\n${text.slice(to)}`;
}

function readmeOf(rules) {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  return withPart(withPart(text, 'rules', rulesTable(rules)), 'action', actionTables());
}

/** Wanted text by path from the root, and what is wrong that no program can mend. */
function plan(rules) {
  const wanted = new Map([
    ['docs/rules/README.md', indexOf(rules)],
    ['README.md', readmeOf(rules)],
  ]);
  const faults = [];
  for (const rule of rules) {
    const path = join(folder, `${rule.id}.md`);
    if (!existsSync(path)) {
      faults.push(`docs/rules/${rule.id}.md is missing`);
      continue;
    }
    const text = readFileSync(path, 'utf8');
    if (!text.startsWith(`# ${rule.id}\n`)) faults.push(`docs/rules/${rule.id}.md must begin with "# ${rule.id}"`);
    for (const section of SECTIONS)
      if (!text.includes(`\n## ${section}\n`)) faults.push(`docs/rules/${rule.id}.md lacks the section "${section}"`);
    wanted.set(`docs/rules/${rule.id}.md`, pageOf(rule, text));
  }
  const ids = new Set(rules.map(({ id }) => `${id}.md`));
  for (const name of readdirSync(folder))
    if (name !== 'README.md' && !ids.has(name)) faults.push(`docs/rules/${name} belongs to no rule`);
  return { wanted, faults };
}

async function main() {
  const plans = [plan(await loadRules()), await planFormats(), await planScenarios()];
  const faults = plans.flatMap((one) => one.faults);
  for (const [name, text] of plans.flatMap(({ wanted }) => [...wanted])) {
    const path = join(root, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (process.argv.includes('--check')) faults.push(`${name} is out of step; run: npm run docs`);
    else writeFileSync(path, text);
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
