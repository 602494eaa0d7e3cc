import type { ExportDocument } from '../../export/export-model.js';
import { html } from '../escape.js';
import { frame, LOGO } from './frame.js';
import { code, table } from './markup.js';
import { proofs } from './proofs.js';

/** Copies of one model with their proof, and why there are no more of them, as a page. */
export function renderExportHtml({ model, exports, notPossible }: ExportDocument): string {
  const isProven = exports.every(({ proof }) => proof.verdict !== 'not-equal');
  const tone = !isProven ? 'bad' : exports.length > 0 ? 'good' : 'weak';
  const header = `<header class="${tone}">
<p class="brand">${LOGO}modelbag export</p>
<h1>${html(model.path.slice(model.path.lastIndexOf('/') + 1))}</h1>
<p class="what">${html(model.format)} · sha256 ${code(model.sha256)}</p>
<ul class="figures"><li><b>${exports.length}</b> ${exports.length === 1 ? 'open copy' : 'open copies'}</li><li><b>${notPossible.length}</b> not possible</li></ul>
</header>`;
  const copies = exports.map(({ path, proof }) => ({ native: model.path, path, proof }));
  const refused = notPossible.map(({ to, reason, instead }) => [html(to), html(reason), html(instead)]);
  return frame(model.path, header, [
    { id: 'copies', title: 'Open copies and their proof', body: proofs(copies) },
    {
      id: 'not-possible',
      title: 'Not possible, and what to run instead',
      body: refused.length === 0 ? '' : table(['Target', 'Why', 'Instead'], refused),
    },
  ]);
}
