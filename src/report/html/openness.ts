import { list } from '../../assess/quote.js';
import { html } from '../escape.js';
import { statesBeside } from '../view.js';
import { bar } from './bar.js';
import { code, type Page, paragraph, type Section, table, toned } from './markup.js';

const CLASSES = ['recommended', 'acceptable', 'unsuitable'] as const;
const MOST_ROWS = 60;

/** Who can read the models in ten years: by the class of each file, and by sets, which is what counts. */
export const openness: Section = {
  id: 'openness',
  title: 'Can somebody read it in ten years?',
  render({ assessment: { models, sets }, view }: Page): string {
    if (models.length === 0) return '';
    const sizes = new Map(models.map(({ path, size }) => [path, size]));
    const bytesOf = (promise: (typeof sets)[number]['promise']): number =>
      sets.filter((set) => set.promise === promise).reduce((sum, { native }) => sum + (sizes.get(native) ?? 0), 0);
    const closed = sets.filter(({ promise }) => promise === 'bitstream-only').map(({ native }) => native);
    return [
      '<div class="pair">',
      bar(
        'openness-bar',
        'Bytes of the model files by openness of their format',
        CLASSES.map((name) => ({
          label: name,
          look: name,
          size: models.filter((model) => model.openness.class === name).reduce((sum, { size }) => sum + size, 0),
        })),
      ),
      bar('preservation-bar', 'Bytes of the models by what can be promised', [
        { label: 'preservable', size: bytesOf('preservable'), look: 'recommended' },
        { label: 'bitstream preservation only', size: bytesOf('bitstream-only'), look: 'unsuitable' },
      ]),
      '</div>',
      paragraph(
        closed.length === 0
          ? 'A model is preservable where its format is openly documented, or where an open copy with the same numbers lies beside it.'
          : `The bytes of ${list(closed)} are safe, but reading them will need the program that wrote them: no open copy lies beside ${closed.length === 1 ? 'it' : 'them'}.`,
      ),
      table(
        ['Model', 'Open copy', 'Outcome'],
        view.sets
          .slice(0, MOST_ROWS)
          .map((row) => [
            (row.isCount ? html(row.native) : code(row.native)) + html(statesBeside(row)),
            row.open.slice(0, 4).map(code).join('<br>') +
              (row.open.length > 4 ? `<br>and ${row.open.length - 4} more` : '') || '–',
            toned(row.outcome),
          ]),
      ),
    ].join('\n');
  },
};
