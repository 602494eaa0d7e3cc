import { NotExportable } from '../not-exportable.js';
import { pairsOf, type Scorer } from '../predictor/predictor.js';
import { type Scores, scoreModel } from './chain.js';
import { derivedNumber, freeName } from './document.js';
import type { Element } from './element.js';
import { apply, constant, reference } from './expression.js';
import type { Table } from './regression-table.js';

/** More classes than this make sums that nest deeper than readers of XML take. */
const MOST_CLASSES = 100;

/** A regression for each pair of classes, then for each class its votes and what is added to them. */
export function voteScores(
  { classes }: Extract<Scorer, { kind: 'votes' }>,
  tables: readonly Table[],
  columns: readonly { name: string }[],
  known: ReadonlySet<string>,
): Scores {
  if (classes > MOST_CLASSES)
    throw new NotExportable(`votes of ${classes} classes nest deeper than readers of PMML take`);
  const pairs = tables.map((_, i) => freeName(`pair${i}`, known));
  const names = Array.from({ length: classes }, (_, i) => freeName(`score${i}`, known));
  const asked = pairs.map((name, i) => scoreModel({ columns, table: tables[i] as Table, name }));
  const counted = names.map((name, at) => {
    const votes = freeName(`votes${at}`, known);
    return scoreModel({
      columns: pairs.map((pair) => ({ name: pair })),
      table: { intercept: 0, terms: [[votes, 1]] },
      name,
      local: [derivedNumber(votes, votesOf(at, classes, pairs))],
    });
  });
  return { models: [...asked, ...counted], names, segments: names.map((_, i) => pairs.length + i + 1) };
}

function votesOf(at: number, classes: number, pairs: readonly string[]): Element {
  const own = pairsOf(classes).flatMap(([first, second], i) =>
    first === at || second === at ? [{ pair: reference(pairs[i] as string), isFirst: first === at }] : [],
  );
  const isBelow = (pair: Element): Element => apply('lessThan', pair, constant(0));
  const votes = own.map(({ pair, isFirst }) =>
    apply('if', isBelow(pair), constant(isFirst ? 0 : 1), constant(isFirst ? 1 : 0)),
  );
  const sum = summed(own.map(({ pair, isFirst }) => (isFirst ? pair : apply('-', constant(0), pair))));
  const above = apply('*', constant(3), apply('+', apply('abs', sum), constant(1)));
  return apply('+', summed(votes), apply('/', sum, above));
}

const summed = (terms: readonly Element[]): Element => terms.reduce((left, right) => apply('+', left, right));
