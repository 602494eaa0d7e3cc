import type { Statement } from '../languages/program.js';
import { blocksOf } from './modules.js';
import type { CallEvent, Module } from './value.js';

/** The function around a place speaks of both training data and data for testing. */
export function dividesData(event: CallEvent, module: Module): boolean {
  const text =
    event.function === undefined
      ? module.program.statements.map((s) => s.text).join('\n')
      : functionText(module.program.statements, event.function);
  return /train/i.test(text) && /\b(\w*_)?(test|valid|val|dev|holdout)(ation)?(_\w+)?\b/i.test(text);
}

function functionText(statements: Statement[], name: string): string {
  for (const statement of statements) {
    if (statement.kind === 'function' && statement.name === name) return statement.text;
    for (const block of blocksOf(statement)) {
      const found = functionText(block, name);
      if (found !== '') return found;
    }
  }
  return '';
}
