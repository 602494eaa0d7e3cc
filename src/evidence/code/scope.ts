import type { Module, Scope, Value } from './value.js';

export const moduleScope = (module: Module): Scope => ({ names: new Map(), module, stars: [] });

/** A scope below another: a function's body, or a branch whose assignments may not happen. */
export const below = (parent: Scope, more: Partial<Scope> = {}): Scope => ({
  names: new Map(),
  parent,
  module: parent.module,
  stars: parent.stars,
  ...(parent.function === undefined ? {} : { function: parent.function }),
  ...(parent.self === undefined ? {} : { self: parent.self }),
  ...(parent.owner === undefined ? {} : { owner: parent.owner }),
  ...more,
});

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}
