import type { Assessment } from '../assess/assessment.js';
import { html, htmlMessage } from './escape.js';
import style from './html-style.json' with { type: 'json' };
import { DISCLAIMER, type FindingGroup, type View, viewOf } from './view.js';
import type { Toned } from './words.js';

/** The report as one page that needs no network and no scripts, in light, dark and on paper. */
export function renderHtml(assessment: Assessment): string {
  const view = viewOf(assessment);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>modelbag: ${html(view.title.replaceAll('`', ''))}</title>
<style>
${style.lines.join('\n')}
</style>
</head>
<body>
<header>
<p class="title">modelbag report</p>
<h1>${htmlMessage(view.title)}</h1>
<p class="${view.verdict.tone}"><span aria-hidden="true">${view.verdict.mark}</span> ${html(view.summary)}</p>
</header>
<main>
${[models(view), sets(view), accounts(view), findings(view), evidence(view), remarks(view)].filter((part) => part !== '').join('\n')}
</main>
<footer><p>${html(DISCLAIMER)}</p></footer>
</body>
</html>
`;
}

function models({ models }: View): string {
  const rows = models.map((row) => [
    code(row.path),
    html(row.format),
    toned(row.openness),
    toned(row.safety),
    html(row.loading.text),
    html(row.size),
    html(row.parameters),
  ]);
  return section(
    'Models',
    table(['Model', 'Format', 'Openness', 'Safety', 'Loading', 'Size', 'Numbers'], rows, 5),
    rows.length,
  );
}

function sets({ sets }: View): string {
  const rows = sets.map(({ native, isCount, open, outcome }) => [
    isCount ? html(native) : code(native),
    open.map(code).join('<br>'),
    toned(outcome),
  ]);
  return section('Preservation', table(['Native', 'Open copy', 'Outcome'], rows), rows.length);
}

function findings({ groups, counts }: View): string {
  return section(`Findings: ${counts}`, groups.map(group).join('\n'), groups.length);
}

function group({ rule, title, severity, advice, items }: FindingGroup): string {
  const list = items.map((item) => {
    const place = item.places.length === 0 ? '' : `${item.places.map(code).join(', ')}: `;
    return `<li>${place}${htmlMessage(item.message)}${item.advice === null ? '' : advicePart(item.advice)}</li>`;
  });
  return `<article class="${severity}">
<h3>${htmlMessage(title)} <small>${severity} · <code>${html(rule)}</code></small></h3>
<ul>
${list.join('\n')}
</ul>${advice === null ? '' : `\n${advicePart(advice)}`}
</article>`;
}

const advicePart = (advice: string): string => `<p class="advice">→ ${htmlMessage(advice)}</p>`;

function accounts({ accounts }: View): string {
  const items = accounts.map(({ title, text }) => `<dt>${htmlMessage(title)}</dt><dd>${htmlMessage(text)}</dd>`);
  return section('What is known', `<dl>\n${items.join('\n')}\n</dl>`, items.length);
}

function evidence({ evidence }: View): string {
  const rows = evidence.map(
    ({ label, text, tone }) => `<dt>${html(label)}</dt><dd class="${tone}">${htmlMessage(text)}</dd>`,
  );
  return section('How it was made', `<dl>\n${rows.join('\n')}\n</dl>`, rows.length);
}

function remarks({ leftOut, notes }: View): string {
  const items = [
    ...leftOut.map(({ path, reason }) => `not packed: ${code(path)}: ${html(reason)}`),
    ...notes.map(htmlMessage),
  ];
  return section('Remarks', `<ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`, items.length);
}

const section = (title: string, body: string, items: number): string =>
  items === 0 ? '' : `<section>\n<h2>${html(title)}</h2>\n${body}\n</section>`;
const code = (text: string): string => `<code>${html(text)}</code>`;
const toned = ({ text, tone }: Toned): string => `<span class="${tone}">${html(text)}</span>`;

/** Cells are escaped by whoever made them. */
function table(titles: readonly string[], rows: readonly (readonly string[])[], right = titles.length): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    row
      .map(
        (cell, i) =>
          `<${tag}${tag === 'th' ? ' scope="col"' : ''}${i >= right ? ' class="right"' : ''}>${cell}</${tag}>`,
      )
      .join('');
  return `<div class="wide"><table>
<thead><tr>${cells('th', titles)}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}
</tbody>
</table></div>`;
}
