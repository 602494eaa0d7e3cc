import { openModelStructure } from '../formats/open-contents.js';
import type { Structure } from '../formats/structure/structure.js';
import { EXACT, type ModelPlace } from '../reproduce/compare.js';
import {
  type CoefficientTable,
  coefficientCsv,
  coefficientJson,
  numbersOf,
  statisticalTable,
  wordsOf,
} from './coefficient-table.js';
import type { Exporter, ExportOptions, ExportPlan, ExportSource } from './exporter.js';
import { linearTable } from './linear-table.js';
import { NotExportable, planOrRefusal } from './not-exportable.js';
import { readPredictor } from './predictor/read.js';
import type { ProofResult } from './proof.js';
import { readRows, readTable } from './read-coefficients.js';
import { wholeText } from './whole-text.js';

/** Coefficients, covariance, formula and factor levels of a statistical model as text; never a row of its data. */
export const toCoefficients: Exporter = {
  id: 'coefficients',
  extension: '.json',
  title:
    'coefficients, covariance, formula and factor levels of a statistical model as JSON and CSV, every number exact',
  proof: 'coefficients',
  plan: (model, stem, options) =>
    planOrRefusal(
      () => planCoefficients(model, stem, options),
      isOfR(model)
        ? 'In R: write.csv(as.matrix(coef(model)), "coefficients.csv")'
        : 'modelbag export MODEL --to all tries every other target.',
    ),
};

async function planCoefficients(
  model: ExportSource,
  stem: string,
  { mostTextParameters }: ExportOptions,
): Promise<ExportPlan> {
  const table = await tableOf(await model.structure());
  if (!table) throw new NotExportable(`expected a model with named coefficients, found ${foundIn(model)}`);
  const numbers = numbersOf(table).length;
  if (numbers > mostTextParameters)
    throw new NotExportable(
      `text is for small models: expected at most ${mostTextParameters} numbers, found ${numbers}`,
      `modelbag export MODEL --to coefficients --most-parameters ${numbers}`,
    );
  const { path, format, sha256 } = model;
  const source = { path: path.slice(path.lastIndexOf('/') + 1), format: format.id, sha256 };
  const csv = `${stem}.coefficients.csv`;
  return {
    files: [
      textFile(`${stem}.coefficients.json`, coefficientJson(table, source)),
      textFile(csv, coefficientCsv(table)),
    ],
    leftOut: [],
    prove: (native, written) => proveCoefficients(native, written, { ...written, path: csv }),
  };
}

const isOfR = ({ contents }: ExportSource): boolean => contents.needs.some((need) => need.package === 'R');

/** The classes of an R object say more than its format. */
function foundIn({ contents, format }: ExportSource): string {
  const [first] = contents.facts.flatMap(({ key, value }) => (key === 'class' && Array.isArray(value) ? value : []));
  return typeof first === 'string' ? `an object of class "${first}"` : format.name;
}

const textFile = (name: string, text: string) => ({
  name,
  async *bytes() {
    yield Buffer.from(text);
  },
});

async function tableOf(structure: Structure | null): Promise<CoefficientTable | null> {
  if (structure?.kind === 'estimator') return linearTable(structure, await readPredictor(structure));
  return structure && statisticalTable(structure);
}

/** Reads both texts back and compares them, number by number and word by word, with the model read again. */
async function proveCoefficients(native: ModelPlace, json: ModelPlace, csv: ModelPlace): Promise<ProofResult> {
  const copy = readTable(await wholeText(json));
  const rows = readRows(await wholeText(csv));
  const opened = await openModelStructure(native.path, native.files);
  try {
    const model = await tableOf(opened.structure);
    const remarks = model
      ? [...differences(model, copy), ...differentRows(model, rows)]
      : ['the model has no coefficients any more'];
    return {
      method: 'coefficients',
      verdict: remarks.length === 0 ? 'equal' : 'not-equal',
      tolerance: EXACT,
      compared: model?.coefficients.length ?? 0,
      elements: model ? numbersOf(model).length : 0,
      worst: null,
      ...(remarks.length > 0 && { remarks: remarks.slice(0, 20) }),
    };
  } finally {
    await opened.close();
  }
}

function differences(model: CoefficientTable, copy: CoefficientTable): string[] {
  const [wanted, found] = [numbersOf(model), numbersOf(copy)];
  const words = wordsOf(copy);
  return [
    ...(wanted.length === found.length ? [] : [`expected ${wanted.length} numbers, found ${found.length}`]),
    ...wanted.flatMap(({ name, value }, i) =>
      found[i]?.name === name && Object.is(found[i]?.value, value) ? [] : [`${name}: different`],
    ),
    ...wordsOf(model).flatMap(([name, text], i) => (words[i]?.[1] === text ? [] : [`${name}: different`])),
  ];
}

/** Names that a spreadsheet would run as a formula may have an apostrophe before them. */
function differentRows({ coefficients, covariance }: CoefficientTable, [head = [], ...rows]: string[][]): string[] {
  const isNumber = (text: string, value: number | null): boolean =>
    value === null ? text === '' : text !== '' && Object.is(Number(text), value);
  const isSame = coefficients.map(({ name, outcome = '', value }, i) => {
    const [foundName = '', foundOutcome, foundValue = '?', foundError = '?', ...more] = rows[i] ?? [];
    const variance = covariance?.[i]?.[i] ?? null;
    return (
      more.length === 0 &&
      [name, `'${name}`].includes(foundName) &&
      [outcome, `'${outcome}`].includes(foundOutcome ?? '?') &&
      isNumber(foundValue, value) &&
      isNumber(foundError, variance === null ? null : Math.sqrt(variance))
    );
  });
  return [
    ...(head.join() === 'name,outcome,value,standard_error' && rows.length === coefficients.length
      ? []
      : [`expected ${coefficients.length} rows of the table, found ${rows.length} or other columns`]),
    ...coefficients.flatMap(({ name }, i) => (isSame[i] ? [] : [`${name}: different in the table`])),
  ];
}
