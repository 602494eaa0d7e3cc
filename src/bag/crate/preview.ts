import { Items } from '../json-text.js';
import type { Entity } from './entity.js';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ccc}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-top:1px solid #ddd}
th{width:11rem;font-weight:600}code{font-size:.9em}article{margin:1rem 0;break-inside:avoid}h3{font-size:1rem;margin:.5rem 0}
@media print{body{max-width:none;margin:0}a{color:inherit}}`;

const LAST_SECTION = 'Further';

/** Headings of the page and the types below them, in order; the last takes what is left. */
const SECTIONS: readonly [string, readonly string[]][] = [
  ['Files', ['Dataset', 'File']],
  ['Models of several files', ['Collection']],
  ['What was done', ['CreateAction', 'AssessAction']],
  ['People and organizations', ['Person', 'Organization', 'ContactPoint']],
  ['Software', ['SoftwareApplication', 'ComputerLanguage']],
  ['Settings, seeds and identifiers', ['PropertyValue']],
  [LAST_SECTION, []],
];

/** What a section or a list shows: browsers open pages of some megabytes, people read less. */
const MOST_SHOWN = 2000;

/** ro-crate-preview.html: the crate for people, without scripts, everything escaped; reads and prints on its own. */
export function previewText(graph: Iterable<Entity>): string {
  const { root, sections: shown, names, anchors } = chosen(graph);
  const cell = (value: unknown): string => valueHtml(value, names, anchors);
  const sections = SECTIONS.map(([title]) => {
    const section = shown.get(title);
    if (!section) return '';
    const rest = section.count - section.entities.length;
    const more = rest > 0 ? `<p>${moreHtml(rest)}</p>\n` : '';
    return `<h2>${escapeHtml(title)}</h2>\n${section.entities.map((entity) => article(entity, anchors, cell)).join('')}${more}`;
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

interface Section {
  /** Those that are shown. */
  entities: Entity[];
  /** All of them. */
  count: number;
}

interface Shown {
  root?: Entity;
  /** By title. */
  sections: Map<string, Section>;
  /** Of what is shown, by identifier. */
  names: Map<string, string>;
  anchors: Map<string, string>;
}

function chosen(graph: Iterable<Entity>): Shown {
  const shown: Shown = { sections: new Map(), names: new Map(), anchors: new Map() };
  let at = 0;
  for (const entity of graph) {
    const id = entity['@id'];
    if (id === 'ro-crate-metadata.json') continue;
    const anchor = `e${at++}`;
    if (id === './') shown.root = entity;
    else {
      const title = sectionOf(entity);
      const section = shown.sections.get(title) ?? { entities: [], count: 0 };
      shown.sections.set(title, section);
      if (++section.count > MOST_SHOWN) continue;
      section.entities.push(entity);
    }
    shown.names.set(id, `${entity.name ?? id}`);
    shown.anchors.set(id, anchor);
  }
  return shown;
}

const moreHtml = (count: number): string =>
  `… and ${count} more in <a href="ro-crate-metadata.json">ro-crate-metadata.json</a>`;

const sectionOf = (entity: Entity): string => {
  const types = [entity['@type']].flat();
  return SECTIONS.find(([, wanted]) => types.some((type) => wanted.includes(type)))?.[0] ?? LAST_SECTION;
};

function article(entity: Entity, anchors: ReadonlyMap<string, string>, cell: (value: unknown) => string): string {
  const rows = Object.entries(entity)
    .filter(([key, value]) => key !== '@id' && key !== 'name' && value !== undefined)
    .map(([key, value]) => `<tr><th>${escapeHtml(key.replace('@', ''))}</th><td>${cell(value)}</td></tr>\n`);
  const heading = entity['@id'] === './' ? '' : `<h3>${escapeHtml(`${entity.name ?? entity['@id']}`)}</h3>\n`;
  return `<article id="${anchors.get(entity['@id']) ?? ''}">\n${heading}<table>\n<tr><th>id</th><td>${idHtml(entity['@id'])}</td></tr>\n${rows.join('')}</table>\n</article>\n`;
}

function listHtml(
  values: Iterable<unknown>,
  names: ReadonlyMap<string, string>,
  anchors: ReadonlyMap<string, string>,
): string {
  const cells: string[] = [];
  let count = 0;
  for (const value of values) if (++count <= MOST_SHOWN) cells.push(valueHtml(value, names, anchors));
  if (count > MOST_SHOWN) cells.push(moreHtml(count - MOST_SHOWN));
  return cells.join('<br>\n');
}

function valueHtml(value: unknown, names: ReadonlyMap<string, string>, anchors: ReadonlyMap<string, string>): string {
  if (value instanceof Items || Array.isArray(value)) return listHtml(value, names, anchors);
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
