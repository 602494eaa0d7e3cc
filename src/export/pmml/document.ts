import type { Expression, Field } from '../../formats/structure/statistical-model.js';
import type { ExportSource } from '../exporter.js';
import { NotExportable } from '../not-exportable.js';
import { labeledColumn } from '../predictions/expression.js';
import type { InputColumn } from '../predictions/rows.js';
import { type Element, element } from './element.js';
import { applyOf } from './expression.js';

export const PMML_VERSION = '4.4';

/** What a model contributes to a document. */
export interface Body {
  model: Element;
  /** Fields computed from columns, in the order in which they may use each other. */
  derived: readonly Element[];
  /** Absent where the model has several outputs. */
  target?: { name: string; levels?: readonly string[] };
}

/** A whole PMML 4.4 document. It says where it comes from and has no time, so that its bytes depend on the model alone. */
export function documentOf(
  { path, sha256 }: Pick<ExportSource, 'path' | 'sha256'>,
  columns: readonly InputColumn[],
  { model, derived, target }: Body,
): Element {
  const fields = [...columns, ...(target ? [target] : [])];
  expectOneMeaning([...fields, ...derived.map(({ attributes }) => ({ name: String(attributes?.['name']) }))]);
  const extension = (name: string, value: string): Element => element('Extension', { name: `modelbag.${name}`, value });
  return element('PMML', { xmlns: 'http://www.dmg.org/PMML-4_4', version: PMML_VERSION }, [
    element('Header', {}, [
      extension('source', path.slice(path.lastIndexOf('/') + 1)),
      extension('source.sha256', sha256),
      element('Application', { name: 'modelbag' }),
    ]),
    element('DataDictionary', { numberOfFields: fields.length }, fields.map(dataField)),
    ...(derived.length > 0 ? [element('TransformationDictionary', {}, derived)] : []),
    model,
  ]);
}

/** Readers take the last field of a name, or none. */
function expectOneMeaning(fields: readonly { name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name)) throw new NotExportable(`two fields are called ${name}, and PMML knows them by their names`);
    seen.add(name);
  }
}

const dataField = ({ name, levels, title }: Pick<InputColumn, 'name' | 'levels' | 'title'>): Element =>
  levels
    ? element(
        'DataField',
        { name, optype: 'categorical', dataType: 'string' },
        levels.map((value) => element('Value', { value })),
      )
    : element('DataField', { name, displayName: title, optype: 'continuous', dataType: 'double' });

export const miningSchema = (columns: readonly { name: string }[], target: string | null): Element =>
  element('MiningSchema', {}, [
    ...(target === null ? [] : [element('MiningField', { name: target, usageType: 'target' })]),
    ...columns.map(({ name }) => element('MiningField', { name })),
  ]);

export const namesOf = (...fields: readonly { name: string }[]): Set<string> => new Set(fields.map(({ name }) => name));

/** A name that no field has, for what the document itself adds. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 1; taken.has(name); i++) name = `${wanted}.${i}`;
  return name;
}

/** What a model answers: `prediction`, and the probability of each label, under names that no field has. */
export function outputOf(
  taken: ReadonlySet<string>,
  task: 'regression' | 'classification',
  labels: readonly string[] = [],
): Element {
  const predicted = outputField(
    freeName('prediction', taken),
    task === 'regression' ? 'continuous' : 'categorical',
    'predictedValue',
  );
  const probabilities = labels.map((value) =>
    outputField(freeName(`probability(${value})`, taken), 'continuous', 'probability', { value }),
  );
  return element('Output', {}, [predicted, ...probabilities]);
}

export const outputField = (
  name: string,
  optype: 'continuous' | 'categorical',
  feature: 'predictedValue' | 'probability',
  more: { segmentId?: number | undefined; value?: string } = {},
): Element =>
  element('OutputField', { name, optype, dataType: optype === 'continuous' ? 'double' : 'string', feature, ...more });

/** The name under which a field is known in the document, and what has to be derived for it. */
export function fieldName(field: Field): { name: string; derived: Element[] } {
  const labeled = field.expression ? labeledColumn(field.expression) : field.name;
  if (!field.expression || (field.levels && labeled !== null)) return { name: labeled ?? field.name, derived: [] };
  return { name: field.name, derived: [derivedField(field.name, field.expression)] };
}

export const derivedField = (name: string, expression: Expression): Element => derivedNumber(name, applyOf(expression));

export const derivedText = (name: string, value: Element): Element =>
  element('DerivedField', { name, optype: 'categorical', dataType: 'string' }, [value]);

export const derivedNumber = (name: string, value: Element): Element =>
  element('DerivedField', { name, optype: 'continuous', dataType: 'double' }, [value]);
