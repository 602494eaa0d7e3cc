import type { Structure } from '../formats/structure/structure.js';

export const COEFFICIENTS_SCHEMA = 'modelbag/coefficients/1';

/** What a statistical model says of itself in numbers and text, without any row of data. Layout: docs/exports.md. */
export interface CoefficientTable {
  framework: string;
  frameworkVersion: string;
  className: string;
  formula: string;
  family?: string;
  link?: string;
  dispersion?: number | null;
  residualDegreesOfFreedom?: number | null;
  /** `outcome`: which output the coefficient belongs to, where there are several. */
  coefficients: { name: string; outcome?: string; value: number | null }[];
  covariance: (number | null)[][] | null;
  levels: Readonly<Record<string, readonly string[]>>;
}

/** Longest formula that a person wrote; more of it is data that a program put there. */
const LONGEST_FORMULA = 10_000;

/** The table of a model whose coefficients its file holds; null for any other. The call is left out: programs put data into it. */
export function statisticalTable(structure: Structure): CoefficientTable | null {
  if (structure.kind !== 'coefficients' && structure.kind !== 'regression') return null;
  const { origin, formula, coefficients, covariance, levels } = structure;
  return {
    framework: origin.framework,
    frameworkVersion: origin.version,
    className: origin.className,
    formula: formula.length > LONGEST_FORMULA ? '' : formula,
    ...(structure.kind === 'regression' && {
      family: structure.family,
      link: structure.link,
      dispersion: structure.dispersion,
      residualDegreesOfFreedom: structure.residualDegreesOfFreedom,
    }),
    coefficients: coefficients.map(({ name, value }) => ({ name, value })),
    covariance:
      covariance === null ? null : covariance.map((row) => row.map((value) => (Number.isNaN(value) ? null : value))),
    levels,
  };
}

/** The table as JSON whose numbers read back to the same bits. */
export function coefficientJson(table: CoefficientTable, source: object): string {
  return `${textOf({ schema: COEFFICIENTS_SCHEMA, source, ...table }, '')}\n`;
}

function textOf(value: unknown, indent: string): string {
  // −0 is a number of its own, which `JSON.stringify` forgets; infinite ones have no place in JSON but as text.
  if (typeof value === 'number')
    return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? String(value) : `"${value}"`;
  if (Array.isArray(value)) {
    const isRow = value.every((item) => item === null || typeof item !== 'object');
    const items = value.map((item) => textOf(item, `${indent}  `));
    return isRow ? `[${items.join(', ')}]` : `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`;
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${indent}  ${JSON.stringify(key)}: ${textOf(item, `${indent}  `)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** The same coefficients as rows: name, outcome, value, standard error. */
export function coefficientCsv({ coefficients, covariance }: CoefficientTable): string {
  const rows = coefficients.map(({ name, outcome, value }, i) => {
    const variance = covariance?.[i]?.[i];
    const error = variance === undefined || variance === null ? '' : Math.sqrt(variance);
    return [cell(name), cell(outcome ?? ''), value === null ? '' : exact(value), error].join(',');
  });
  return `name,outcome,value,standard_error\n${rows.map((row) => `${row}\n`).join('')}`;
}

const exact = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
/** RFC 4180; a leading apostrophe keeps spreadsheets from running a name as a formula. */
const cell = (text: string): string => {
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Numbers of a table with what they are, in one order, so that two tables compare one by one. */
export function numbersOf(table: CoefficientTable): { name: string; value: number | null }[] {
  const { coefficients, covariance, dispersion, residualDegreesOfFreedom } = table;
  return [
    ...coefficients.map(({ name, outcome, value }) => ({
      name: outcome === undefined ? name : `${outcome}: ${name}`,
      value,
    })),
    ...(covariance ?? []).flatMap((row, i) => row.map((value, j) => ({ name: `covariance[${i}][${j}]`, value }))),
    ...Object.entries({ dispersion, residualDegreesOfFreedom }).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value }],
    ),
  ];
}

/** What a table says in words, as pairs of what it is and the text. */
export function wordsOf(table: CoefficientTable): [name: string, text: string][] {
  const { framework, frameworkVersion, className, formula, family = '', link = '', levels } = table;
  return [
    ...Object.entries({ framework, frameworkVersion, className, formula, family, link }),
    ['levels', JSON.stringify(levels)],
  ];
}
