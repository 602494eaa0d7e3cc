import type { RObject } from '../../containers/r-serialization.js';
import { deparse } from '../r-deparse.js';
import type { Expression } from './statistical-model.js';

/** Nesting that is followed; what lies deeper is its text. */
const DEEPEST = 64;

/** A language object as an expression. Anything that is no call, name or single value is a text: how R writes it. */
export function expressionOf(value: RObject, depth = 0): Expression {
  if (value.kind === 'symbol') return { kind: 'name', name: value.name };
  if (value.kind === 'promise') return expressionOf(value.expression, depth + 1);
  if (value.kind === 'character' && value.length === 1) return { kind: 'text', value: value.texts?.[0] ?? 'NA' };
  if ((value.kind === 'double' || value.kind === 'integer') && value.length === 1) {
    const number = value.values?.[0] ?? null;
    return { kind: 'number', value: number ?? Number.NaN };
  }
  const [callee, ...rest] = value.kind === 'call' ? value.items : [];
  if (!callee || depth >= DEEPEST) return { kind: 'text', value: deparse(value) };
  return {
    kind: 'call',
    function: callee.value.kind === 'symbol' ? callee.value.name : deparse(callee.value),
    arguments: rest.map(({ tag, value: argument }) => ({ name: tag, value: expressionOf(argument, depth + 1) })),
  };
}

/** The text of a call or formula; '' where there is none. */
export const textOfCall = (value: RObject | undefined): string => (value?.kind === 'call' ? deparse(value) : '');
