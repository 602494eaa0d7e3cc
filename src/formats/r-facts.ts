import {
  attributeOf,
  classesOf,
  memberOf,
  type RObject,
  type RSerialization,
  textsOf,
} from '../containers/r-serialization.js';
import type { Fact, Need } from './format.js';
import { deparse } from './r-deparse.js';
import type { RGraph } from './r-graph.js';
import packages from './r-packages.json' with { type: 'json' };

const PACKAGE_OF: Readonly<Record<string, string>> = packages;
/** Generators, normal and sample kinds by the decimal digits of the first number of `.Random.seed` (R's `RNGkind`). */
const GENERATORS = [
  'Wichmann-Hill',
  'Marsaglia-Multicarry',
  'Super-Duper',
  'Mersenne-Twister',
  'Knuth-TAOCP',
  'user-supplied',
  'Knuth-TAOCP-2002',
  "L'Ecuyer-CMRG",
];
const NORMALS = [
  'Buggy Kinderman-Ramage',
  'Ahrens-Dieter',
  'Box-Muller',
  'user-supplied',
  'Inversion',
  'Kinderman-Ramage',
];
const SAMPLES = ['Rounding', 'Rejection'];
/** PRONOM identifiers by magic; there are none for version 3 and for single objects. */
export const RDATA_PUIDS: Readonly<Record<string, string>> = { RDX2: 'fmt/1198', RDA2: 'fmt/1199' };
const MOST_NAMES = 1_000;

/** What the stream itself says. */
export function headerFacts({ header }: RSerialization): Fact[] {
  const where = 'header';
  const facts: Fact[] = [
    { key: 'r_version', value: header.writer, where },
    { key: 'r_minimum_version', value: header.reader, where },
    { key: 'serialization_version', value: header.version, where },
    { key: 'encoding_format', value: header.encoding, where },
  ];
  const puid = RDATA_PUIDS[header.magic ?? ''];
  if (puid !== undefined) facts.push({ key: 'puid', value: puid, where: 'magic' });
  if (header.nativeEncoding !== null) facts.push({ key: 'native_encoding', value: header.nativeEncoding, where });
  return facts;
}

/** What a fitted model says about itself: class, call, formula, names of its coefficients, family. `path` is '' for the only object. */
export function modelFacts(value: RObject, path: string): Fact[] {
  const at = (member: string): string => (path === '' ? member : `${path}$${member}`);
  const facts: Fact[] = [];
  const classes = classesOf(value);
  facts.push({
    key: 'class',
    value: classes.length > 0 ? classes : [implicitClass(value)],
    where: path === '' ? 'object' : path,
  });
  const call = memberOf(value, 'call');
  if (call?.kind === 'call') {
    facts.push({ key: 'call', value: deparse(call), where: at('call') });
    for (const { tag, value: argument } of call.items) {
      const number = argument.kind === 'double' || argument.kind === 'integer' ? argument.values : null;
      if (
        tag !== null &&
        /^\.?(?:random[._]?)?seed$/i.test(tag) &&
        number?.length === 1 &&
        typeof number[0] === 'number'
      )
        facts.push({ key: 'seed', value: number[0], where: at('call') });
    }
  }
  const formula = formulaOf(value);
  if (formula) facts.push({ key: 'formula', value: deparse(formula.value), where: at(formula.where) });
  const coefficients = memberOf(value, 'coefficients');
  const names = textsOf(coefficients && attributeOf(coefficients, 'names'));
  if (names.length > 0)
    facts.push({ key: 'coefficient_names', value: names.slice(0, MOST_NAMES), where: at('coefficients') });
  const family = memberOf(value, 'family');
  for (const key of ['family', 'link']) {
    const [text] = textsOf(family && memberOf(family, key));
    if (text) facts.push({ key, value: text, where: at(`family$${key}`) });
  }
  return facts;
}

/** Class that R gives values without one. */
function implicitClass(value: RObject): string {
  if ('length' in value) return attributeOf(value, 'dim') ? 'matrix' : value.kind === 'double' ? 'numeric' : value.kind;
  return value.kind === 'closure' || value.kind === 'builtin'
    ? 'function'
    : value.kind === 'symbol'
      ? 'name'
      : value.kind;
}

/** The formula of a model: that of its terms, its own, or the one its call was given. */
function formulaOf(value: RObject): { value: RObject; where: string } | null {
  // Additive models put the smooth terms into the formula alone.
  const isAdditive = memberOf(value, 'pterms') !== undefined;
  for (const where of isAdditive ? ['formula'] : ['terms', 'formula']) {
    const found = memberOf(value, where);
    if (found && isFormula(found)) return { value: found, where };
  }
  const call = memberOf(value, 'call');
  const argument =
    call?.kind === 'call'
      ? call.items.find(({ tag, value: given }) => tag === 'formula' && isFormula(given))
      : undefined;
  return argument ? { value: argument.value, where: 'call$formula' } : null;
}

const isFormula = (value: RObject): boolean =>
  value.kind === 'call' && value.items[0]?.value.kind === 'symbol' && value.items[0].value.name === '~';

/** State of the random number generator in a workspace: which generators, never which numbers. */
export function randomSeedFacts(workspace: RObject): Fact[] {
  const state = memberOf(workspace, '.Random.seed');
  if (state?.kind !== 'integer') return [];
  const where = '.Random.seed';
  const facts: Fact[] = [
    { key: 'random_seed', value: true, where },
    { key: 'random_seed_length', value: state.length, where },
  ];
  return facts;
}

/** Kinds that the first number of `.Random.seed` stands for. */
export function randomKinds(first: number): string[] {
  const kinds = [GENERATORS[first % 100], NORMALS[Math.floor(first / 100) % 100], SAMPLES[Math.floor(first / 10_000)]];
  return kinds.map((kind) => kind ?? 'unknown');
}

/** R itself, packages whose namespaces the file refers to, packages of S4 classes, packages that known classes come from. */
export function needsOf(serialization: RSerialization, graph: RGraph, objects: readonly RObject[]): Need[] {
  const needs = new Map<string, Need>();
  const add = (need: Need): void => {
    if (!needs.has(need.package)) needs.set(need.package, need);
  };
  add({ package: 'R', version: serialization.header.writer, evidence: 'header' });
  for (const { name, version } of graph.namespaces.values())
    add({ package: name, version, evidence: `namespace:${name}` });
  for (const name of graph.classPackages) add({ package: name, version: '', evidence: 'package of an S4 class' });
  for (const object of objects) {
    for (const className of classesOf(object)) {
      const name = Object.hasOwn(PACKAGE_OF, className) ? PACKAGE_OF[className] : undefined;
      if (name !== undefined) add({ package: name, version: '', evidence: `class ${JSON.stringify(className)}` });
    }
  }
  return [...needs.values()];
}
