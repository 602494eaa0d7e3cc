import { count } from '../../assess/quote.js';
import { FOLDER_DESCRIPTIONS, ROLE_FOLDERS } from '../../bag/role-folders.js';
import { html } from '../escape.js';
import { bytes } from '../words.js';
import { bar } from './bar.js';
import { code, folded, type Page, type Section, table } from './markup.js';

/** Files listed by name in one folder of the bag. */
const MOST_NAMES = 60;
/** Files left out that are listed with their reason. */
const MOST_LEFT_OUT = 40;
const LOOK = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'];

/** What is packed, by the folder of the bag, and what stays out. */
export const archive: Section = {
  id: 'archive',
  title: 'What is in the archive',
  render({ assessment, view }: Page): string {
    const folders = Object.entries(FOLDER_DESCRIPTIONS).map(([folder, description], i) => {
      const files = assessment.files.filter(({ role }) => ROLE_FOLDERS[role] === folder);
      return {
        folder,
        description,
        files,
        look: LOOK[i] ?? 'c7',
        size: files.reduce((sum, { size }) => sum + size, 0),
      };
    });
    const present = folders.filter(({ files }) => files.length > 0);
    if (present.length === 0) return '';
    const total = present.reduce((sum, { size }) => sum + size, 0);
    const rows = present.map(({ folder, description, files, size }) => [
      code(`${folder}/`),
      html(description),
      String(files.length),
      bytes(size),
    ]);
    return [
      bar(
        'archive-bar',
        `${count(assessment.files.length, 'file')}, ${bytes(total)}`,
        present.map(({ folder, size, look }) => ({ label: folder.slice('data/'.length), size, look })),
      ),
      table(['Folder of the bag', 'Holds', 'Files', 'Size'], rows, 2),
      folded('The files by name', present.map(names).join('\n')),
      leftOut(view.leftOut),
    ].join('\n');
  },
};

function names({ folder, files }: { folder: string; files: readonly { path: string; size: number }[] }): string {
  const rest = files.length - MOST_NAMES;
  const items = files
    .slice(0, MOST_NAMES)
    .map(({ path, size }) => `<li>${code(path)} <span class="dim">${bytes(size)}</span></li>`);
  const more = rest > 0 ? `<li>and ${count(rest, 'more file')}, listed in the manifest</li>` : '';
  return `<h3>${code(`${folder}/`)}</h3><ul class="names">${items.join('')}${more}</ul>`;
}

function leftOut(files: readonly { path: string; reason: string }[]): string {
  if (files.length === 0) return '';
  const rest = files.length - MOST_LEFT_OUT;
  const items = files.slice(0, MOST_LEFT_OUT).map(({ path, reason }) => `<li>${code(path)}: ${html(reason)}</li>`);
  const more = rest > 0 ? `<li>and ${count(rest, 'more file')}</li>` : '';
  return `<h3>Left out</h3><ul>${items.join('')}${more}</ul>`;
}
