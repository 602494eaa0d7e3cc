import type { Assessment } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import type { Inspection } from '../formats/inspection.js';
import { html, htmlMessage } from './escape.js';
import { archive } from './html/archive.js';
import { changes } from './html/changes.js';
import { copies } from './html/copies.js';
import { findings } from './html/findings.js';
import { frame, LOGO } from './html/frame.js';
import { making } from './html/making.js';
import type { Page, Section } from './html/markup.js';
import { models } from './html/models.js';
import { openness } from './html/openness.js';
import type { ProvenCopy } from './html/proven-copy.js';
import { remarks } from './html/remarks.js';
import { verify } from './html/verify.js';
import { viewOf } from './view.js';
import { bytes } from './words.js';

/** The parts of the page in their order. A part is one file in `html/` and one line here. */
const SECTIONS: readonly Section[] = [changes, archive, openness, models, copies, making, findings, verify, remarks];

/**
 * The report as one page that needs no network and no scripts, in light, dark and on paper; the same for the same input.
 * `inspections` are what tensors are drawn from; without them the page says everything else. `made`: open copies with proof.
 */
export function renderHtml(
  assessment: Assessment,
  inspections: readonly Inspection[] = [],
  made: readonly ProvenCopy[] = [],
): string {
  const view = viewOf(assessment);
  const page: Page = {
    assessment,
    view,
    inspections: new Map(inspections.map((one) => [one.path, one])),
    copies: made,
  };
  const parts = SECTIONS.map((section) => ({ ...section, body: section.render(page) }));
  return frame(view.title, header(page), parts);
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
