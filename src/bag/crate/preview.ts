import type { Entity } from './entity.js';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ccc}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-top:1px solid #ddd}
th{width:11rem;font-weight:600}code{font-size:.9em}article{margin:1rem 0;break-inside:avoid}h3{font-size:1rem;margin:.5rem 0}
@media print{body{max-width:none;margin:0}a{color:inherit}}`;

/** Headings of the page and the types below them, in order; the last takes what is left. */
const SECTIONS: readonly [string, readonly string[]][] = [
  ['Files', ['Dataset', 'File']],
  ['Models of several files', ['Collection']],
  ['What was done', ['CreateAction', 'AssessAction']],
  ['People and organizations', ['Person', 'Organization', 'ContactPoint']],
  ['Software', ['SoftwareApplication', 'ComputerLanguage']],
  ['Settings, seeds and identifiers', ['PropertyValue']],
  ['Further', []],
];

/** ro-crate-preview.html: the crate for people, without scripts, everything escaped; reads and prints on its own. */
export function previewText(crate: string): string {
  const graph = (JSON.parse(crate) as { '@graph': Entity[] })['@graph'].filter(
    (entity) => entity['@id'] !== 'ro-crate-metadata.json',
  );
  const names = new Map(graph.map((entity) => [entity['@id'], `${entity.name ?? entity['@id']}`]));
  const anchors = new Map(graph.map((entity, i) => [entity['@id'], `e${i}`]));
  const root = graph.find((entity) => entity['@id'] === './');
  const rest = graph.filter((entity) => entity !== root);
  const cell = (value: unknown): string => valueHtml(value, names, anchors);
  const sections = SECTIONS.map(([title, types]) => {
    const inside = rest.filter((entity) => sectionOf(entity) === title || (types.length === 0 && !sectionOf(entity)));
    if (inside.length === 0) return '';
    return `<h2>${escapeHtml(title)}</h2>\n${inside.map((entity) => article(entity, anchors, cell)).join('')}`;
  });
  const title = escapeHtml(`${root?.name ?? 'RO-Crate'}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>Preview of <a href="ro-crate-metadata.json">ro-crate-metadata.json</a>, the machine-readable description of this archive.</p>
${root ? article(root, anchors, cell) : ''}${sections.join('')}</body>
</html>
`;
}

const sectionOf = (entity: Entity): string | undefined => {
  const types = [entity['@type']].flat();
  return SECTIONS.find(([, wanted]) => types.some((type) => wanted.includes(type)))?.[0];
};

function article(entity: Entity, anchors: ReadonlyMap<string, string>, cell: (value: unknown) => string): string {
  const rows = Object.entries(entity)
    .filter(([key]) => key !== '@id' && key !== 'name')
    .map(([key, value]) => `<tr><th>${escapeHtml(key.replace('@', ''))}</th><td>${cell(value)}</td></tr>\n`);
  const heading = entity['@id'] === './' ? '' : `<h3>${escapeHtml(`${entity.name ?? entity['@id']}`)}</h3>\n`;
  return `<article id="${anchors.get(entity['@id']) ?? ''}">\n${heading}<table>\n<tr><th>id</th><td>${idHtml(entity['@id'])}</td></tr>\n${rows.join('')}</table>\n</article>\n`;
}

function valueHtml(value: unknown, names: ReadonlyMap<string, string>, anchors: ReadonlyMap<string, string>): string {
  if (Array.isArray(value)) return value.map((each) => valueHtml(each, names, anchors)).join('<br>\n');
  if (typeof value !== 'object' || value === null) return escapeHtml(`${value}`);
  const id = `${(value as { '@id'?: unknown })['@id'] ?? ''}`;
  const anchor = anchors.get(id);
  return anchor ? `<a href="#${anchor}">${escapeHtml(names.get(id) ?? id)}</a>` : idHtml(id);
}

/** Links only to files of the crate and to web pages. */
function idHtml(id: string): string {
  const isLink = /^https?:\/\//.test(id) || (/^[A-Za-z0-9._]/.test(id) && !id.includes(':'));
  return isLink ? `<a href="${escapeHtml(id)}">${escapeHtml(id)}</a>` : `<code>${escapeHtml(id)}</code>`;
}

/** Text for HTML; invisible direction marks are shown as their code points. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\p{Cc}\p{Cf}]/gu, (mark) =>
      /\s/.test(mark) ? ' ' : `[U+${mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
