import type { Json } from '../containers/json-document.js';
import { openModelStructure } from '../formats/open-contents.js';
import type { Structure } from '../formats/structure/structure.js';
import { EXACT, type ModelPlace } from '../reproduce/compare.js';
import {
  type CoefficientTable,
  coefficientCsv,
  coefficientJson,
  numbersOf,
  readTable,
  statisticalTable,
} from './coefficient-table.js';
import type { Exporter, ExportOptions, ExportPlan, ExportSource } from './exporter.js';
import { linearTable } from './linear-table.js';
import { NotExportable, planOrRefusal } from './not-exportable.js';
import { readPredictor } from './predictor/read.js';
import type { ProofResult } from './proof.js';
import { wholeText } from './whole-text.js';

/** Coefficients, covariance, formula and factor levels of a statistical model as text; never a row of its data. */
export const toCoefficients: Exporter = {
  id: 'coefficients',
  extension: '.json',
  title:
    'coefficients, covariance, formula and factor levels of a statistical model as JSON and CSV, every number exact',
  holds: 'model',
  plan: (model, stem, options) =>
    planOrRefusal(
      () => planCoefficients(model, stem, options),
      'modelbag export MODEL --to all tries every other target.',
    ),
};

async function planCoefficients(
  model: ExportSource,
  stem: string,
  { mostTextParameters }: ExportOptions,
): Promise<ExportPlan> {
  const table = await tableOf(await model.structure());
  if (!table) throw new NotExportable(`expected a model with named coefficients, found ${model.format.name}`);
  const numbers = numbersOf(table).length;
  if (numbers > mostTextParameters)
    throw new NotExportable(
      `text is for small models: expected at most ${mostTextParameters} numbers, found ${numbers}`,
      `modelbag export MODEL --to coefficients --most-parameters ${numbers}`,
    );
  const { path, format, sha256 } = model;
  const source = { path: path.slice(path.lastIndexOf('/') + 1), format: format.id, sha256 };
  const entry = `${stem}.coefficients.json`;
  return {
    files: [
      textFile(entry, coefficientJson(table, source)),
      textFile(`${stem}.coefficients.csv`, coefficientCsv(table)),
    ],
    leftOut: [],
    prove: (native, written) => proveCoefficients(native, written),
  };
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

/** Reads the text back and compares it, number by number and label by label, with the model read again. */
async function proveCoefficients(native: ModelPlace, written: ModelPlace): Promise<ProofResult> {
  const copy = readTable(JSON.parse(await wholeText(written)) as Json);
  const opened = await openModelStructure(native.path, native.files);
  try {
    const model = await tableOf(opened.structure);
    const [wanted, found] = [model ? numbersOf(model) : [], copy ? numbersOf(copy) : []];
    const remarks = wanted.flatMap(({ name, value }, i) =>
      found[i]?.name === name && Object.is(found[i]?.value, value) ? [] : [`${name}: different`],
    );
    if (!model || !copy || wanted.length !== found.length) remarks.push('expected as many numbers as the model has');
    else if (JSON.stringify([model.formula, model.levels]) !== JSON.stringify([copy.formula, copy.levels]))
      remarks.push('formula or levels: different');
    return {
      method: 'coefficients',
      verdict: remarks.length === 0 ? 'equal' : 'not-equal',
      tolerance: EXACT,
      compared: model?.coefficients.length ?? 0,
      elements: wanted.length,
      worst: null,
      ...(remarks.length > 0 && { remarks: remarks.slice(0, 20) }),
    };
  } finally {
    await opened.close();
  }
}
