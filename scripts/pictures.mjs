// Makes docs/images/ again: the comment, the job summary, the report in its four looks, the terminal. Needs a Chromium
// (named by CHROMIUM, else `chromium`), Noto Sans and Noto Color Emoji; packages that imitate GitHub are installed into a temporary folder. Run `npm run build` first: what is shown is what dist/ does with examples/iris.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const images = join(root, 'docs', 'images');
const work = mkdtempSync(join(tmpdir(), 'modelbag-pictures-'));
const MOST_BYTES = 250_000;
const GITHUB_LOOK = ['github-markdown-css@5', 'marked@16', 'mermaid@11'];

/** Renderers of the sources, bundled; reading is done by dist/, as users do it. */
async function renderers() {
  const contents = [
    "export { againstBase } from './src/assess/against-base.js';",
    "export { renderComment } from './src/report/comment.js';",
    "export { renderSummary } from './src/report/summary.js';",
    "export { renderHtml } from './src/report/html.js';",
    "export { renderPackTerminal } from './src/report/pack.js';",
  ].join('\n');
  const outfile = join(work, 'renderers.mjs');
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

async function audited(folder, tag) {
  const { audit, openTree, DEFAULT_CONFIG } = await import(pathToFileURL(join(root, 'dist/index.mjs')).href);
  const tree = await openTree(folder);
  try {
    return await audit(tree, { config: DEFAULT_CONFIG, digests: true, ...(tag && { tag }) });
  } finally {
    await tree.close();
  }
}

/** A pull request that trains again, forgets the open copies, and adds a model that was pickled. */
function pullRequest() {
  const [base, head] = ['base', 'head'].map((name) => join(work, name, 'iris'));
  for (const folder of [base, head]) cpSync(join(root, 'examples/iris'), folder, { recursive: true });
  cpSync(join(root, 'examples/iris/models/checkpoints/epoch-200.pt'), join(head, 'models/iris.pt'));
  cpSync(join(root, 'test/fixtures/python/skl-linreg/linreg.pkl'), join(head, 'models/baseline.pkl'));
  rmSync(join(head, 'CITATION.cff'));
  return { base, head };
}

const browser = (args) =>
  execFileSync(
    process.env.CHROMIUM ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--hide-scrollbars',
      '--allow-file-access-from-files',
      `--user-data-dir=${join(work, 'profile')}`,
      ...args,
    ],
    { stdio: 'ignore' },
  );

/** A page as it looks at the top; `scale` below 1 makes tall pages small files. */
function shoot(page, name, { width, height, dark = false, scale = 1 }) {
  const file = join(images, `${name}.png`);
  browser([
    `--window-size=${width},${height}`,
    `--force-device-scale-factor=${scale}`,
    '--virtual-time-budget=15000',
    ...(dark ? ['--blink-settings=preferredColorScheme=0'] : []),
    `--screenshot=${file}`,
    pathToFileURL(page).href,
  ]);
  told(file);
}

function told(file) {
  const { size } = statSync(file);
  process.stdout.write(`${file} ${size} bytes\n`);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
}

function page(name, text) {
  const file = join(work, name);
  writeFileSync(file, text);
  return file;
}

/** A part of the report on phones side by side, since browsers refuse windows as narrow as a phone; a frame is. */
function phones(report, parts) {
  const frames = parts.map((part) => `<iframe src="${pathToFileURL(report).href}#${part}"></iframe>`).join('');
  const look =
    'body { margin: 0; display: flex; gap: 20px; justify-content: center; background: #d1d9e0; } iframe { width: 390px; height: 1150px; border: 0; }';
  return page('phones.html', `<!doctype html><style>${look}</style>${frames}`);
}

/** Markdown as GitHub shows it. */
async function githubLook(markdown, name, title) {
  const modules = join(work, 'node_modules');
  const { marked } = await import(pathToFileURL(join(modules, 'marked/lib/marked.esm.js')).href);
  const css = readFileSync(join(modules, 'github-markdown-css/github-markdown-light.css'), 'utf8');
  const body = marked
    .parse(markdown, { gfm: true })
    .replace(/<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g, '<pre class="mermaid">$1</pre>');
  const mermaid = join(modules, 'mermaid/dist/mermaid.min.js');
  return page(
    `${name}.html`,
    `<!doctype html><meta charset="utf-8"><style>${css}
body { margin: 24px; background: #fff; font: 14px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
.box { border: 1px solid #d1d9e0; border-radius: 6px; }
.title { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; color: #59636e; }
.title b { color: #1f2328; }
.bot { border: 1px solid #d1d9e0; border-radius: 1em; padding: 0 6px; font-size: 12px; }
.markdown-body { padding: 16px; font-size: 14px; }
pre.mermaid { background: none !important; text-align: center; }
</style><div class="box"><div class="title">${title}</div><article class="markdown-body">${body}</article></div>
${body.includes('class="mermaid"') ? `<script src="${pathToFileURL(mermaid).href}"></script><script>mermaid.initialize({ startOnLoad: true });</script>` : ''}`,
  );
}

/** The colors of a terminal (SGR) as HTML. */
function terminalLook(text) {
  const COLORS = { 31: '#ff7b72', 32: '#56d364', 33: '#e3b341', 36: '#76e3ea' };
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = escaped.replace(/\u001b\[([\d;]+)m/g, (_, codes) => {
    if (codes === '0') return '</span>';
    const styles = codes
      .split(';')
      .map((code) => (code === '1' ? 'font-weight:bold' : code === '2' ? 'opacity:.65' : `color:${COLORS[code]}`));
    return `<span style="${styles.join(';')}">`;
  });
  return page(
    'terminal.html',
    `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#0d1117"><pre style="margin:20px;color:#e6edf3;font:14px/1.4 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"><span style="opacity:.65">$ modelbag pack examples/iris --tag v1.0.0 --out out</span>\n\n${body}</pre>`,
  );
}

/** The report scrolled to one part. */
const part = (report, id, width, height) =>
  page(
    `${id}.html`,
    `<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0"><iframe src="${pathToFileURL(report).href}#${id}" style="width:${width}px;height:${height}px;border:0"></iframe>`,
  );

/** The rules for paper, shown on a screen as wide as a sheet. */
const onPaper = (report) =>
  page(
    'paper.html',
    readFileSync(report, 'utf8')
      .replaceAll('@media print', '@media screen')
      .replace('</style>', 'body { padding: 16mm 14mm !important; }</style>'),
  );

/** What `pack` says, with the folder that a reader would have. */
function packed() {
  const out = join(work, 'out');
  const command = ['dist/cli.cjs', 'pack', 'examples/iris', '--tag', 'v1.0.0', '--out', out, '--format', 'json'];
  const text = execFileSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(text.replaceAll(out, 'out'));
}

async function main() {
  mkdirSync(images, { recursive: true });
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', work, ...GITHUB_LOOK], { stdio: 'inherit' });
  const draw = await renderers();
  const { assessment, inspections } = await audited(join(root, 'examples/iris'), 'v1.0.0');
  const report = page('report.html', draw.renderHtml(assessment, inspections));
  shoot(report, 'report-light', { width: 1120, height: 1290 });
  shoot(part(report, 'models', 1120, 1270), 'report-models', { width: 1120, height: 1270, dark: true });
  shoot(part(report, 'making', 1120, 820), 'report-origin', { width: 1120, height: 820 });
  shoot(report, 'report-dark', { width: 1120, height: 1290, dark: true });
  shoot(phones(report, ['', 'models', 'making']), 'report-narrow', { width: 1210, height: 1150, scale: 0.8 });
  shoot(onPaper(report), 'report-print', { width: 794, height: 1123 });

  const { base, head } = pullRequest();
  const pull = draw.againstBase(
    (await audited(head)).assessment,
    (await audited(base)).assessment,
    '5d1c07a9e2b84f6390aa71c2de4b85f0139c6e27',
  );
  const marker = { key: 'modelbag', run: 1, attempt: 1, sha: '9e41f3b7c05d2a86714fe0b93d58c1a2f7604be3' };
  const comment = draw.renderComment({ ...pull, repository: 'iris' }, { marker, runUrl: 'https://github.com/' });
  const said = '<b>github-actions</b> <span class="bot">bot</span> commented 2 minutes ago';
  shoot(await githubLook(comment, 'comment', said), 'comment', { width: 880, height: 530 });
  const summary = draw.renderSummary(assessment);
  shoot(await githubLook(summary, 'summary', '<b>modelbag</b> summary'), 'summary', {
    width: 1000,
    height: 2500,
    scale: 0.75,
  });
  const text = draw.renderPackTerminal(packed(), { color: true, width: 110 });
  shoot(terminalLook(text), 'terminal', { width: 980, height: 1250, scale: 0.85 });
}

try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}
