import { NAME_LENGTH, shorten, visible } from '../assess/quote.js';

/*
 * Names and metadata out of files are hostile. Every text that a renderer prints goes through exactly one function of
 * this file, chosen by where it lands. Our own messages quote such names in backticks; `spans` tells the two apart.
 */

/** One line for a terminal or a log: nothing that moves the cursor, reverses the text or starts a workflow command. */
export const lineOf = (text: string): string =>
  visible(text.replaceAll('`', '\u0001'))
    .replaceAll('\\u{1}', '`')
    .replace(/^(\s*):(?=:)/, '$1\u2236');

/** A message as plain and quoted pieces: what stands in backticks is a name or code. */
export function spans(message: string): { text: string; code: boolean }[] {
  const pieces = message.split('`');
  // An odd number of backticks: the last one quotes nothing.
  if (pieces.length % 2 === 0) {
    const last = pieces.pop();
    pieces[pieces.length - 1] += `\`${last}`;
  }
  return pieces.map((text, i) => ({ text, code: i % 2 === 1 })).filter(({ text }) => text !== '');
}

/** Text inside HTML, attribute values in double quotes included. */
export const html = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Markdown that shows exactly `text`: no markup, no link, no mention, no reference to issues or commits. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(/[\\*_[\]|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^(\s*)(?=[#+=-])/, '$1\\')
    .replace(/^(\s*\d+)(?=[.)])/, '$1\\')
    .replace(/@(?=[\w-])/g, '@<!-- -->')
    .replace(/#(?=\d)/g, '#<!-- -->')
    .replace(/\b(https?|ftp|mailto|javascript|data):/gi, '$1<!-- -->:')
    .replace(/\bwww\./gi, 'www<!-- -->.')
    .replace(/\b(gh)-(?=\d)/gi, '$1<!-- -->-')
    .replace(/\b[0-9a-f]{7,40}\b/gi, (hash) =>
      /\d/.test(hash) && /[a-f]/i.test(hash) ? `${hash.slice(0, 3)}<!-- -->${hash.slice(3)}` : hash,
    );

/** A code span, also inside a table: nothing in it is interpreted. */
export function markdownCode(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  return shown === '' ? '(empty)' : `\`${/^\s|\s$/.test(shown) ? ` ${shown} ` : shown}\``;
}

/** A name out of a file where there is room for many: long ones lose their middle, so that they push nothing else out. */
export const markdownName = (name: string): string => markdownCode(shorten(visible(name), NAME_LENGTH));

/** A message of ours in Markdown: its quoted names as code, its links alive. */
export const markdownMessage = (message: string): string =>
  spans(message)
    .map(({ text, code }) => (code ? markdownCode(text) : withLinks(text, markdownText, (url) => `<${url}>`)))
    .join('');

/** The same in HTML. */
export const htmlMessage = (message: string): string =>
  spans(message)
    .map(({ text, code }) =>
      code ? `<code>${html(text)}</code>` : withLinks(text, html, (url) => `<a href="${html(url)}">${html(url)}</a>`),
    )
    .join('');

/** The only addresses that our own advice names; any other stays text. */
const OURS = /https:\/\/(?:choosealicense\.com|citation-file-format\.github\.io\/cff-initializer-javascript\/)/g;

function withLinks(text: string, plain: (text: string) => string, link: (url: string) => string): string {
  let out = '';
  let from = 0;
  for (const { 0: url, index } of text.matchAll(OURS)) {
    out += plain(text.slice(from, index)) + link(url);
    from = index + url.length;
  }
  return out + plain(text.slice(from));
}

/** One cell of CSV (RFC 4180) that no spreadsheet takes for a formula. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Data of a GitHub workflow command. */
export const commandData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Value of a property of a GitHub workflow command. */
export const commandProperty = (text: string): string =>
  commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
