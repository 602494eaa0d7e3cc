import { htmlMessage } from '../escape.js';
import type { Page, Section } from './markup.js';

const MOST_NOTES = 60;

/** What else a reader of the archive should know of how it was made. */
export const remarks: Section = {
  id: 'remarks',
  title: 'Remarks',
  render: ({ view: { notes } }: Page): string =>
    notes.length === 0
      ? ''
      : `<ul>\n${notes
          .slice(0, MOST_NOTES)
          .map((note) => `<li>${htmlMessage(note)}</li>`)
          .join('\n')}\n</ul>`,
};
