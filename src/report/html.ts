import type { Assessment } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import type { Inspection } from '../formats/inspection.js';
import { html, htmlMessage } from './escape.js';
import { archive } from './html/archive.js';
import { changes } from './html/changes.js';
import { findings } from './html/findings.js';
import { making } from './html/making.js';
import type { Page, Section } from './html/markup.js';
import { models } from './html/models.js';
import { openness } from './html/openness.js';
import { remarks } from './html/remarks.js';
import { STYLE } from './html/style.js';
import { verify } from './html/verify.js';
import { DISCLAIMER, viewOf } from './view.js';
import { bytes } from './words.js';

/** The parts of the page in their order. A part is one file in `html/` and one line here. */
const SECTIONS: readonly Section[] = [changes, archive, openness, models, making, findings, verify, remarks];

/**
 * The report as one page that needs no network and no scripts, in light, dark and on paper; the same for the same input.
 * `inspections` are what tensors are drawn from; without them the page says everything else.
 */
export function renderHtml(assessment: Assessment, inspections: readonly Inspection[] = []): string {
  const view = viewOf(assessment);
  const page: Page = { assessment, view, inspections: new Map(inspections.map((one) => [one.path, one])) };
  const parts = SECTIONS.map((section) => ({ ...section, body: section.render(page) })).filter(
    ({ body }) => body !== '',
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>modelbag: ${html(view.title.replaceAll('`', ''))}</title>
<style>
${STYLE}</style>
</head>
<body>
${header(page)}
<nav aria-label="Contents"><ul>${parts.map(({ id, title }) => `<li><a href="#${id}">${html(title)}</a></li>`).join('')}</ul></nav>
<main>
${parts.map(({ id, title, body }) => `<section id="${id}" aria-labelledby="${id}-h">\n<h2 id="${id}-h">${html(title)}</h2>\n${body}\n</section>`).join('\n')}
</main>
<footer><p>${html(DISCLAIMER)}</p></footer>
</body>
</html>
`;
}

function header({ assessment, view }: Page): string {
  const { models, sets, files, findings: found, revision, tag, repository } = assessment;
  const preservable = sets.filter(({ promise }) => promise === 'preservable').length;
  const figures = [
    [String(models.length), models.length === 1 ? 'model file' : 'model files'],
    [`${preservable} of ${sets.length}`, sets.length === 1 ? 'model preservable' : 'models preservable'],
    [bytes(files.reduce((sum, { size }) => sum + size, 0)), `in ${count(files.length, 'file')}`],
    [String(found.length), found.length === 1 ? 'finding' : 'findings'],
  ] as const;
  const what = [
    tag === '' ? '' : `Release <b>${html(tag)}</b>`,
    revision === '' ? '' : `commit <code>${html(revision.slice(0, 12))}</code>`,
  ].filter((part) => part !== '');
  return `<header class="${view.verdict.tone}">
<p class="brand">${LOGO}modelbag report</p>
<h1>${html(repository)}</h1>
${what.length === 0 ? '' : `<p class="what">${what.join(' · ')}</p>\n`}<p class="verdict"><span class="seal ${view.verdict.tone}" aria-hidden="true">${view.verdict.mark}</span> <span>${htmlMessage(view.summary)}</span></p>
<ul class="figures">${figures.map(([figure, words]) => `<li><b>${html(figure)}</b> ${html(words)}</li>`).join('')}</ul>
</header>`;
}

/** A bag with a tag on it. */
const LOGO =
  '<svg aria-hidden="true" width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"><path d="M5 8h14l1 12H4z"/><path d="M9 8V6a3 3 0 0 1 6 0v2"/><path d="M9 13.5l2 2 4-4"/></svg>';
