import { byBytes } from '../bytes/order.js';
import {
  attributeOf,
  classesOf,
  dimensionsOf,
  memberOf,
  membersOf,
  type RObject,
} from '../containers/r-serialization.js';
import type { Fact } from './format.js';
import type { RGraph } from './r-graph.js';

/** Components in which fitting functions keep the data they were given. */
const DATA_COMPONENTS = new Set([
  'model',
  'data',
  'x',
  'y',
  'trainingData',
  'training',
  'train',
  'frame',
  'SV',
  'learn',
  'xtest',
  'ytest',
  'x.train',
  'y.train',
  '.data',
]);
/** The same in environments; `nls` keeps its response as `lhs`. */
const CAPTURED = new Set([...DATA_COMPONENTS, 'lhs', 'X', 'Y', 'dat', 'df']);
/** Values that a call holds itself are data from here on. */
const LEAST_VALUES = 12;
const MOST_NAMES = 100;

/** Data inside a model: where, in how many rows, in how many bytes. Never a value. */
interface Embedded {
  path: string;
  rows: number;
  bytes: number;
}

/** Training data kept in a model and environments captured with it, measured in bytes as stored. */
export function privateDataFacts(root: RObject, name: string, graph: RGraph, isBesideModel = false): Fact[] {
  const facts: Fact[] = [];
  const embedded = [...embeddedData(root, name), ...capturedData(graph, name)];
  // A workspace that was saved with the model in it.
  if (isBesideModel && isFrame(root) && rowsOf(root) > 1 && 'start' in root)
    embedded.push({ path: name, rows: rowsOf(root), bytes: root.end - root.start });
  if (embedded.length > 0) {
    facts.push({ key: 'embedded_data', value: embedded, where: name === '' ? 'object' : name });
    facts.push({
      key: 'embedded_data_bytes',
      value: embedded.reduce((sum, { bytes }) => sum + bytes, 0),
      where: embedded.map(({ path }) => path).join(', '),
    });
  }
  if (graph.environments.length === 0) return facts;
  const variables = new Set<string>();
  let bytes = 0;
  for (const environment of outermost(graph)) bytes += environment.end - environment.start;
  for (const { variables: held } of graph.environments)
    for (const { tag } of held) if (tag !== null) variables.add(tag);
  facts.push(
    { key: 'captured_environments', value: graph.environments.length, where: 'environments' },
    { key: 'captured_environment_bytes', value: bytes, where: 'environments' },
  );
  if (variables.size > 0)
    facts.push({
      key: 'captured_environment_variables',
      value: [...variables].sort(byBytes).slice(0, MOST_NAMES),
      where: 'environments',
    });
  return facts;
}

/** Environments that lie in no other one, so that no byte counts twice. */
function outermost({ environments }: RGraph): { start: number; end: number }[] {
  const sorted = [...environments].sort((a, b) => a.start - b.start);
  let end = 0;
  return sorted.filter((environment) => {
    const isOutside = environment.start >= end;
    if (isOutside) end = environment.end;
    return isOutside;
  });
}

/** Data that functions and formulas of a model keep alive: the variables of the call in which it was fitted. */
function capturedData({ environments }: RGraph, name: string): Embedded[] {
  const found: Embedded[] = [];
  for (const { variables } of environments) {
    for (const { tag, value } of variables) {
      if (tag === null || !('start' in value)) continue;
      const rows = rowsOf(value);
      if (isFrame(value) ? rows > 1 : CAPTURED.has(tag) && rows > LEAST_VALUES)
        found.push({
          path: `${name === '' ? '' : `${name}$`}environment$${tag}`,
          rows,
          bytes: value.end - value.start,
        });
    }
  }
  return found;
}

const isFrame = (value: RObject): boolean => classesOf(value).includes('data.frame');

function embeddedData(root: RObject, name: string): Embedded[] {
  const found: Embedded[] = [];
  if (!isModel(root)) return found;
  for (const { name: member, value } of membersOf(root)) {
    if (member === null) continue;
    const path = `${name}${root.kind === 's4' ? '@' : name === '' ? '' : '$'}${member}`;
    const rows = rowsOf(value);
    if (rows < 2 || !('start' in value)) continue;
    // A model frame knows its terms; others are known by the names that fitting functions use. rpart keeps its tree in `frame`.
    const isData = isFrame(value) && attributeOf(value, 'terms') !== undefined;
    if (isData || (DATA_COMPONENTS.has(member) && !(member === 'frame' && memberOf(value, 'var') !== undefined)))
      found.push({ path, rows, bytes: value.end - value.start });
  }
  const call = memberOf(root, 'call');
  if (call?.kind === 'call')
    for (const { tag, value } of call.items)
      if (tag !== null && 'start' in value && value.kind !== 'call' && rowsOf(value) > LEAST_VALUES)
        found.push({
          path: `${name === '' ? '' : `${name}$`}call$${tag}`,
          rows: rowsOf(value),
          bytes: value.end - value.start,
        });
  return found;
}

/** Models are lists with a class, or S4 objects; data frames and tables are data by themselves. */
export function isModel(value: RObject): boolean {
  if (value.kind === 's4') return true;
  const classes = classesOf(value);
  return (
    value.kind === 'list' &&
    classes.length > 0 &&
    !classes.some((name) =>
      [
        'data.frame',
        'factor',
        'table',
        'Date',
        'POSIXct',
        'POSIXlt',
        'formula',
        'simple.list',
        'noquote',
        'difftime',
      ].includes(name),
    )
  );
}

/** Rows of a data frame or matrix, length of a vector; 0 for anything else. */
function rowsOf(value: RObject): number {
  if (value.kind === 'list') {
    const first = value.items[0];
    return classesOf(value).includes('data.frame') && first ? rowsOf(first) : 0;
  }
  return 'length' in value ? (dimensionsOf(value)?.[0] ?? value.length) : 0;
}
