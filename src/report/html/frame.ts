import { html } from '../escape.js';
import { DISCLAIMER } from '../view.js';
import { STYLE } from './style.js';

/** One part of a page, as it is written. */
export interface Part {
  id: string;
  title: string;
  /** Made by whoever escaped what is in it. */
  body: string;
}

/**
 * A page that needs no network and no scripts, in light, dark and on paper. `header` is markup; parts without a body are
 * left out, and a single part has no table of contents.
 */
export function frame(title: string, header: string, parts: readonly Part[]): string {
  const shown = parts.filter(({ body }) => body !== '');
  const contents = shown.map(({ id, title: name }) => `<li><a href="#${id}">${html(name)}</a></li>`).join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>modelbag: ${html(title.replaceAll('`', ''))}</title>
<style>
${STYLE}</style>
</head>
<body>
${header}
${shown.length > 1 ? `<nav aria-label="Contents"><ul>${contents}</ul></nav>\n` : ''}<main>
${shown.map(({ id, title: name, body }) => `<section id="${id}" aria-labelledby="${id}-h">\n<h2 id="${id}-h">${html(name)}</h2>\n${body}\n</section>`).join('\n')}
</main>
<footer><p>${html(DISCLAIMER)}</p></footer>
</body>
</html>
`;
}

/** A bag with a tag on it. */
export const LOGO =
  '<svg aria-hidden="true" width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"><path d="M5 8h14l1 12H4z"/><path d="M9 8V6a3 3 0 0 1 6 0v2"/><path d="M9 13.5l2 2 4-4"/></svg>';
