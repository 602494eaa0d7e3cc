import type { Assessment, ModelReport } from '../../assess/assessment.js';
import { count, list, quote } from '../../assess/quote.js';
import { everyState } from '../../assess/sets.js';
import { structureOf } from '../../evidence/checkpoints/weights.js';
import { html } from '../escape.js';
import { sharedFolder } from '../shared-folder.js';
import { modelRow } from '../view.js';
import { bytes, formatWord, numbers } from '../words.js';
import { code, folded, type Page, paragraph, type Section, table, toned } from './markup.js';
import { modelFacts, modelRelations } from './model-relations.js';
import { tensorMap } from './tensor-map.js';

const MOST_ROWS = 120;
/** A longer table is folded. */
const FEW_ROWS = 12;
/** Models with a card of their own, and those of them with a drawing. */
const MOST_CARDS = 16;
const MOST_MAPS = 8;
const MOST_ALIKE = 4;

/** What each model is and consists of. */
export const models: Section = {
  id: 'models',
  title: 'What the models consist of',
  render(page: Page): string {
    const { view } = page;
    if (view.models.length === 0) return '';
    const rows = view.models
      .slice(0, MOST_ROWS)
      .map((row) => [
        code(row.path),
        html(row.format),
        toned(row.openness),
        toned(row.safety),
        toned({ ...row.loading, tone: 'plain' }),
        row.size,
        row.parameters,
      ]);
    const more = view.models.length - MOST_ROWS;
    const overview =
      table(['Model', 'Format', 'Openness', 'Safety', 'Loading', 'Size', 'Numbers'], rows, 5) +
      (more > 0 ? `<p>and ${count(more, 'more model')}</p>` : '');
    const told = alike(page);
    const rest = told.slice(MOST_CARDS).reduce((sum, { models: those }) => sum + those.length, 0);
    return [
      rows.length > FEW_ROWS ? folded(`${count(view.models.length, 'model')} as a table`, overview) : overview,
      ...cards(told.slice(0, MOST_CARDS), page),
      ...(rest > 0
        ? [`<p>${count(rest, 'more model')} in the table above; evidence.json in the bag describes every one.</p>`]
        : []),
    ].join('\n');
  },
};

/** Models with copies first, each before its copies; what belongs to no set comes last. */
function inSets({ models, sets }: Assessment): ModelReport[] {
  const known = new Map(models.map((model) => [model.path, model]));
  const ordered = everyState(sets).sort((a, b) => Number(b.open.length > 0) - Number(a.open.length > 0));
  const order = [...new Set([...ordered.flatMap(({ native, open }) => [native, ...open]), ...known.keys()])];
  return order.flatMap((path) => known.get(path) ?? []);
}

/** Models of which the same is said, such as the checkpoints of one run, with what they consist of. */
interface Told {
  models: ModelReport[];
  relations: string[];
  structure: string;
}

function alike(page: Page): Told[] {
  const groups = new Map<string, Told>();
  for (const model of inSets(page.assessment)) {
    const relations = modelRelations(model, page.assessment);
    const inspection = page.inspections.get(model.path);
    const structure = inspection === undefined ? '' : structureOf(inspection).join('\n');
    const { openness, safety, loading } = model;
    const key = JSON.stringify([
      formatWord(model),
      openness,
      safety.status,
      safety.verdict,
      loading,
      relations,
      structure,
    ]);
    const group = groups.get(key);
    if (group) group.models.push(model);
    else groups.set(key, { models: [model], relations, structure });
  }
  return [...groups.values()];
}

/** The same structure is drawn once. */
function cards(told: readonly Told[], page: Page): string[] {
  const drawn = new Map<string, string>();
  return told.map((one, i) => {
    const {
      structure,
      models: [model],
    } = one as Told & { models: [ModelReport] };
    const inspection = page.inspections.get(model.path);
    const twin = drawn.get(structure);
    if (inspection === undefined || structure === '') return card(one, page, '');
    if (twin !== undefined)
      return card(one, page, paragraph(`Tensors: the names and shapes of ${quote(twin)}.`, 'dim'));
    if (drawn.size >= MOST_MAPS) return card(one, page, '');
    drawn.set(structure, model.path);
    return card(one, page, tensorMap(`map-${i}`, model.path, inspection.contents.tensors));
  });
}

function card({ models, relations }: Told, { assessment }: Page, map: string): string {
  const [model] = models as [ModelReport];
  const row = modelRow(model);
  const weight = [
    row.format,
    row.size,
    model.parameterCount > 0 ? `${numbers(model.parameterCount)} numbers in ${count(model.tensorCount, 'tensor')}` : '',
    model.logicalBytes > 1.2 * model.size ? `${bytes(model.logicalBytes)} of values` : '',
  ].filter((part) => part !== '');
  const facts = modelFacts(model);
  return `<article class="model">
<h3>${code(model.path)}</h3>
${models.length > 1 ? paragraph(alsoSaid(models), 'dim') : ''}
<p class="weight">${html(weight.join(' · '))}</p>
<p class="badges">${badge('Openness', toned(row.openness))}${badge('Safety', toned(row.safety))}${badge('Loading', toned(row.loading))}</p>
${relations.length === 0 ? '' : paragraph(relations.join(' '))}
${row.openness.text === '' ? '' : paragraph(opennessSaid(model, assessment), 'dim')}
${facts.length === 0 || models.length > 1 ? '' : `<dl class="facts">${facts.map(({ key, value }) => `<div><dt>${html(key)}</dt><dd>${html(value)}</dd></div>`).join('')}</dl>`}
${map}
</article>`;
}

/** Others of which every line of the card is true too. */
function alsoSaid(models: readonly ModelReport[]): string {
  const folder = sharedFolder(models.map(({ path }) => path));
  const others = models.slice(1).map(({ path }) => path.slice(folder.length));
  return `and ${count(others.length, 'model')} of which the same is true: ${list(others, MOST_ALIKE)}`;
}

/** Why the class, and the cure unless an open copy is it already. */
function opennessSaid({ path, openness }: ModelReport, { sets }: Assessment): string {
  const set = everyState(sets).find(({ native }) => native === path);
  return set?.promise === 'bitstream-only' ? `${openness.reason} → ${openness.fix}` : openness.reason;
}

const badge = (title: string, word: string): string =>
  word === '' ? '' : `<span class="badge"><span class="dim">${title}</span> ${word}</span>`;
